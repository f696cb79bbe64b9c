import PolicyCheck
import Testing

@Suite struct `A table of labelled tasks` {
  @Test func `is read by its header, whatever the order of the columns`() throws {
    let table = try LabelledTable(
      Array(
        """
        \u{FEFF}kind\tsure\tcheap_ok\ttext\tsecondary\tprimary\tsource\r
        real\ty\tno\tfix "a"\tthinking, multi-agent\tproduction\tacme/app\r

        \tn\tno\ttoy\t\tprototyping\t
        """.utf8
      )
    )
    let expected = [
      LabelledTask(
        line: 2,
        text: "fix \"a\"",
        primary: .production,
        isCheap: false,
        kind: "real",
        written: LabelledTask.Written(
          primary: "production",
          secondary: "thinking, multi-agent",
          source: "acme/app"
        )
      ),
      LabelledTask(line: 4, text: "toy", primary: .prototyping, isCheap: false),
    ]
    #expect(table.tasks == expected)
  }

  @Test(arguments: [
    ("bulk", LabelledClass.bulk, true),
    ("prototype", .prototyping, true),
    ("prototyping", .prototyping, true),
    ("production", .production, false),
    ("multi-agent", .multiAgent, false),
    ("thinking", .extendedThinking, false),
    ("extended-thinking", .extendedThinking, false),
    ("other", .none, false),
    ("none", .none, false),
  ])
  func `takes either name of a class, and what is cheap from it`(
    label: String,
    expected: LabelledClass,
    isCheap: Bool
  ) throws {
    let table = try LabelledTable(Array("text\tprimary\nx\t\(label)\n".utf8))
    #expect(table.tasks.map(\.primary) == [expected])
    #expect(table.tasks.map(\.isCheap) == [isCheap])
  }

  struct Case: CustomStringConvertible, Sendable {
    let bytes: [UInt8]
    let fault: LabelledTable.Fault
    var description: String { fault.message }

    init(_ text: String, _ line: Int, _ message: String, help: String? = nil) {
      self.init(Array(text.utf8), line, message, help: help)
    }

    init(_ bytes: [UInt8], _ line: Int, _ message: String, help: String? = nil) {
      self.bytes = bytes
      fault = LabelledTable.Fault(line: line, message, help: help)
    }
  }

  private static let help = "name the columns `text` and `primary`, separated by tabs"

  @Test(arguments: [
    Case("", 1, "there is no header", help: help),
    Case("\n\n", 1, "there is no header", help: help),
    Case("text,primary\n", 1, "the header has no column `text`", help: help),
    Case("\ntext\tlabel\n", 2, "the header has no column `primary`", help: help),
    Case("text\tprimary\ttext\n", 1, "the header names `text` twice"),
    Case("text\tprimary\nx\tbulk\n\nx\n", 4, "the row has 1 column, the header 2"),
    Case("text\tprimary\nx\tbulk\t\n", 2, "the row has 3 columns, the header 2"),
    Case(
      "text\tprimary\nx\tbulky\n",
      2,
      "unknown class `bulky` in `primary`",
      help: "did you mean `bulk`?"
    ),
    Case(
      "text\tprimary\tsecondary\nx\tbulk\tthinking,produktion\n",
      2,
      "unknown class `produktion` in `secondary`",
      help: "did you mean `production`?"
    ),
    Case(
      "text\tprimary\tcheap_ok\nx\tbulk\ttrue\n",
      2,
      "`cheap_ok` is `yes` or `no`, not `true`"
    ),
    Case(
      Array("text\tprimary\n".utf8) + [0xFF] + Array("\tbulk\n".utf8),
      2,
      "the line is not valid UTF-8"
    ),
  ])
  func `says what is wrong and where`(example: Case) {
    #expect(throws: example.fault) { try LabelledTable(example.bytes) }
  }
}
