import Diagnostics
import Rendering
import Testing

@Suite struct `Diagnostics for programs` {
  @Test func `have every key, and null where there is nothing to say`() {
    let text = DiagnosticJSON(
      [DiagnosticSample.redefined, DiagnosticSample.wide, DiagnosticSample.nowhere],
      proofs: []
    ).text
    #expect(
      text == """
        {
          "schema": 1,
          "diagnostics": [
            {
              "severity": "error",
              "id": "managed-authority",
              "file": "/home/dev/a b.yaml",
              "line": 2,
              "column": 12,
              "end-line": 2,
              "end-column": 19,
              "message": "`bedrock` is defined by the managed policy and cannot be changed",
              "notes": [
                {
                  "message": "first defined here",
                  "file": "/etc/claude-route/policy.yaml",
                  "line": 6
                },
                {
                  "message": "the managed policy is root's",
                  "file": null,
                  "line": null
                }
              ],
              "help": null,
              "page": "docs/diagnostics/managed-authority.md"
            },
            {
              "severity": "warning",
              "id": "odd",
              "file": "a,b:c%.yaml",
              "line": 3,
              "column": 5,
              "end-line": 5,
              "end-column": 1,
              "message": "100% odd",
              "notes": [],
              "help": null,
              "page": null
            },
            {
              "severity": "error",
              "id": "yaml",
              "file": null,
              "line": null,
              "column": null,
              "end-line": null,
              "end-column": null,
              "message": "the file is empty",
              "notes": [],
              "help": null,
              "page": "docs/diagnostics/yaml.md"
            }
          ],
          "proofs": [],
          "counts": {
            "errors": 2,
            "warnings": 1,
            "notes": 0
          }
        }

        """
    )
  }

  @Test func `carry what was proved, refuted and left open`() {
    let proofs = [
      ProofLine(name: "a", verdict: .proved(stateCount: 4, reach: .everybody)),
      ProofLine(name: "b", verdict: .refuted(replay: "claude-route explain --class bulk")),
      ProofLine(name: "c", verdict: .undecided(stateCount: 9_000_000, limit: 4_194_304)),
    ]
    #expect(
      DiagnosticJSON([], proofs: proofs).text == """
        {
          "schema": 1,
          "diagnostics": [],
          "proofs": [
            {
              "name": "a",
              "verdict": "proved",
              "reach": "everybody",
              "states": 4,
              "limit": null,
              "replay": null
            },
            {
              "name": "b",
              "verdict": "refuted",
              "reach": null,
              "states": null,
              "limit": null,
              "replay": "claude-route explain --class bulk"
            },
            {
              "name": "c",
              "verdict": "not proved",
              "reach": null,
              "states": 9000000,
              "limit": 4194304,
              "replay": null
            }
          ],
          "counts": {
            "errors": 0,
            "warnings": 0,
            "notes": 0
          }
        }

        """
    )
  }

  @Test func `hide secrets and escape what moves a cursor`() {
    #expect(
      DiagnosticJSON([DiagnosticSample.hostile]).text == #"""
        {
          "schema": 1,
          "diagnostics": [
            {
              "severity": "error",
              "id": "literal-secret",
              "file": "a\u001b\n.yaml",
              "line": 1,
              "column": 1,
              "end-line": 1,
              "end-column": 2,
              "message": "key ***********************\\u{1B}[2J",
              "notes": [
                {
                  "message": "key ***********************\\n",
                  "file": "b\r",
                  "line": 1
                }
              ],
              "help": "key ***********************\\u{202E}",
              "page": "docs/diagnostics/literal-secret.md"
            }
          ],
          "proofs": [],
          "counts": {
            "errors": 1,
            "warnings": 0,
            "notes": 0
          }
        }

        """#
    )
  }
}

@Suite struct `A line about a proof` {
  @Test(
    arguments: [
      (
        ProofLine.Verdict.proved(stateCount: 4, reach: .everybody),
        "proved: `only-bedrock-eu` over 4 states, every user and repository policy included"
      ),
      (
        .proved(stateCount: 12, reach: .repositories),
        "proved: `only-bedrock-eu` over 12 states, every repository policy included"
      ),
      (.proved(stateCount: 1, reach: .alone), "proved: `only-bedrock-eu` over 1 state"),
      (
        .undecided(stateCount: 9_000_000, limit: 4_194_304),
        "not proved: `only-bedrock-eu` has 9000000 states, limit 4194304"
      ),
      (.refuted(replay: "claude-route explain"), nil),
    ] as [(ProofLine.Verdict, String?)]
  )
  func `says over how many states, and how far it reaches`(
    verdict: ProofLine.Verdict,
    expected: String?
  ) {
    #expect(ProofLine(name: "only-bedrock-eu", verdict: verdict).text == expected)
  }

  @Test func `is fit for a terminal`() {
    let line = ProofLine(name: "a\u{1B}[2J", verdict: .proved(stateCount: 1, reach: .alone))
    #expect(line.text == "proved: `a\\u{1B}[2J` over 1 state")
  }
}
