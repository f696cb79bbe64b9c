import PolicyCheck
import Rendering
import Testing

@Suite struct `A score as text` {
  @Test func `has the matrix, the rates with their intervals, and each kind`() {
    #expect(
      ScoreText(ScoreSample.report).text == """
        7 tasks

        labelled / predicted  bulk  prototyping  production  multi-agent  extended-thinking  none
        bulk                     2            0           0            0                  0     0
        prototyping              0            0           0            0                  0     0
        production               1            0           1            0                  0     0
        multi-agent              0            0           0            0                  0     1
        extended-thinking        0            0           0            0                  0     0
        none                     0            0           0            0                  0     2

        class              precision                      recall                             F1
        bulk               2/3 = 66.7 % (20.8 to 93.9)    2/2 = 100.0 % (34.2 to 100.0)  80.0 %
        prototyping        -                              -                                   -
        production         1/1 = 100.0 % (20.7 to 100.0)  1/2 = 50.0 % (9.5 to 90.5)     66.7 %
        multi-agent        -                              0/1 = 0.0 % (0.0 to 79.3)       0.0 %
        extended-thinking  -                              -                                   -
        none               2/3 = 66.7 % (20.8 to 93.9)    2/2 = 100.0 % (34.2 to 100.0)  80.0 %

        macro-F1 56.7 % (21.4 to 100.0)
        accuracy 5/7 = 71.4 % (35.9 to 91.8)
        leak 1/5 = 20.0 % (3.6 to 62.4)
        cheap precision 2/3 = 66.7 % (20.8 to 93.9)
        cheap recall 2/2 = 100.0 % (34.2 to 100.0)

        kind  n  accuracy                       leak                        cheap precision                cheap recall
        -     2  2/2 = 100.0 % (34.2 to 100.0)  0/2 = 0.0 % (0.0 to 65.8)   -                              -
        real  2  2/2 = 100.0 % (34.2 to 100.0)  -                           2/2 = 100.0 % (34.2 to 100.0)  2/2 = 100.0 % (34.2 to 100.0)
        trap  3  1/3 = 33.3 % (6.1 to 79.2)     1/3 = 33.3 % (6.1 to 79.2)  0/1 = 0.0 % (0.0 to 79.3)      -

        """
    )
  }

  @Test func `of nothing has no rates and no kinds`() {
    #expect(
      ScoreText(ScoreSample.empty).text == """
        0 tasks

        labelled / predicted  bulk  prototyping  production  multi-agent  extended-thinking  none
        bulk                     0            0           0            0                  0     0
        prototyping              0            0           0            0                  0     0
        production               0            0           0            0                  0     0
        multi-agent              0            0           0            0                  0     0
        extended-thinking        0            0           0            0                  0     0
        none                     0            0           0            0                  0     0

        class              precision  recall  F1
        bulk               -          -        -
        prototyping        -          -        -
        production         -          -        -
        multi-agent        -          -        -
        extended-thinking  -          -        -
        none               -          -        -

        macro-F1 -
        accuracy -
        leak -
        cheap precision -
        cheap recall -

        """
    )
  }

  @Test func `has a line for each task with what decided`() {
    #expect(
      ScoreRows(ScoreSample.report).text == """
        line\tlabelled\tpredicted\tlabelled-cheap\ttarget\tevidence\ttext
        2\tbulk\tbulk\tyes\topenrouter/haiku\tphrase `rename` (built-in:88), characters 0-6; model 97 %: `foo` +2.1\trename foo
        3\tbulk\tbulk\tyes\topenrouter/haiku\tphrase `rename` (built-in:88), characters 0-6; model 97 %: `foo` +2.1\trename\\tbar\\u{202E}
        4\tproduction\tbulk\tno\topenrouter/haiku\tphrase `rename` (built-in:88), characters 0-6; model 97 %: `foo` +2.1\trename the payments
        5\tproduction\tproduction\tno\tanthropic/default\tmodel 97 %: `foo` +2.1\tfix the payments
        6\tmulti-agent\tnone\tno\tdenied\t-\tfour agents
        8\tnone\tnone\tno\tanthropic/default\tdoubted prototyping, model 12 %: phrase `toy` (built-in:90), characters 10-13\twhat is a toy?
        9\tnone\tnone\tno\tanthropic/default\tdoubted prototyping, a counter-example is nearer: phrase `toy` (built-in:90), characters 10-13\tis it a toy?

        """
    )
  }

  /// The hashes were computed by a second implementation.
  @Test func `has features for training`() {
    let tasks = [
      LabelledTask(line: 2, text: "Fix: A1", primary: .none),
      LabelledTask(
        line: 3,
        text: "!",
        primary: .bulk,
        kind: "real",
        written: LabelledTask.Written(primary: "bulk", secondary: "other", source: "acme/app")
      ),
    ]
    #expect(
      FeatureLines(tasks).text == """
        none\t\tno\t-\t-\t4e306885 688648b0 b8473df 3cbbffec ae9a1985 cd9b81ad 36b168dc \
        2287d4c4 9a0184a6 e93627b1 7b3c313d 22406e04\t\
        28129810 f8d24e69 80d59ec6 2e7f8408 daf956ba c790660e a67b341 6f2941e4 8c4ecc41 5a50651d \
        7cfa94e1 e2b19df0 3591193f 35dbf245 61ce201a b9e913fc 54d45288 3bf54366 e6e61e6b 26a10d56 \
        8b33dfd8 bb983046
        bulk\tother\tyes\treal\tacme/app\t\t

        """
    )
  }
}
