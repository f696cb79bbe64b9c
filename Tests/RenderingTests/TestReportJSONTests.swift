import PolicyCheck
import Rendering
import RouteEngine
import Testing

@Suite struct `A test report for programs` {
  private typealias Sample = TestReportSample

  @Test func `has every key`() throws {
    let run = try Sample.run(Array(Sample.tests.dropFirst()))
    let part = TestReport.Part(run, mutation: Sample.mutation)
    #expect(
      TestReportJSON(TestReport([part], floor: 70)).text == #"""
        {
          "schema": 1,
          "tests": 2,
          "failed": 1,
          "coverage-percent": 75,
          "mutation-score": 66,
          "shortfalls": [
            "mutation score 66 %, wanted at least 70 %"
          ],
          "files": [
            {
              "file": ".claude-route.yaml",
              "over": [
                "built-in"
              ],
              "left-out": 0,
              "tests": [
                {
                  "name": "ledger stays native",
                  "file": ".claude-route.yaml",
                  "line": 22,
                  "passed": true,
                  "unmet": [],
                  "expected": "anthropic, a candidate stopped by `ledger-native`",
                  "got": {
                    "outcome": "decided",
                    "backend": "anthropic",
                    "model": "opus",
                    "model-id": "claude-opus-5-5",
                    "effort": null,
                    "route": "default",
                    "stopped-by": [
                      "ledger-native"
                    ],
                    "classes": [
                      "bulk",
                      "production"
                    ]
                  },
                  "missing": []
                },
                {
                  "name": "rename in migrations is production",
                  "file": ".claude-route.yaml",
                  "line": 24,
                  "passed": false,
                  "unmet": [
                    "backend"
                  ],
                  "expected": "anthropic",
                  "got": {
                    "outcome": "decided",
                    "backend": "openrouter",
                    "model": "haiku",
                    "model-id": "anthropic/claude-haiku-5-5",
                    "effort": "low",
                    "route": "mechanical",
                    "stopped-by": [],
                    "classes": [
                      "bulk"
                    ]
                  },
                  "missing": [
                    {
                      "class": "production",
                      "reasons": [
                        "production: `any-path: [\"src/ledger/**\"]` (line 7) does not match migrations/0042.sql"
                      ]
                    }
                  ]
                }
              ],
              "coverage": {
                "routes": {
                  "covered": 0,
                  "all": 1
                },
                "constraints": {
                  "covered": 1,
                  "all": 1
                },
                "classes": {
                  "covered": 2,
                  "all": 2
                },
                "uncovered": [
                  {
                    "kind": "route",
                    "name": "side",
                    "file": ".claude-route.yaml",
                    "line": 10
                  }
                ],
                "percent": 75
              },
              "mutation": {
                "killed": 2,
                "survived": 1,
                "equivalent": 1,
                "score": 66,
                "mutants": [
                  {
                    "change": "route `side` deleted",
                    "file": ".claude-route.yaml",
                    "line": 10,
                    "fate": "survived",
                    "killed-by": null
                  },
                  {
                    "change": "`when` of route `side` negated",
                    "file": ".claude-route.yaml",
                    "line": 10,
                    "fate": "killed-by-test",
                    "killed-by": "fixtures are bulk"
                  },
                  {
                    "change": "constraint `ledger-native` deleted",
                    "file": ".claude-route.yaml",
                    "line": 13,
                    "fate": "killed-by-invariant",
                    "killed-by": "native"
                  },
                  {
                    "change": "`trust` of `ledger-native` dropped",
                    "file": ".claude-route.yaml",
                    "line": 13,
                    "fate": "equivalent",
                    "killed-by": null
                  }
                ]
              }
            }
          ]
        }

        """#
    )
  }

  @Test func `of some tests and a denial leaves out what is not known`() throws {
    let denied = Sample.test(
      "denied",
      unavailable: [.backend("anthropic")],
      line: 30
    ) { $0.outcome = .denied }
    let run = try Sample.run([denied, Sample.tests[0]]) { $0.name == "denied" }
    #expect(
      TestReportJSON(TestReport([.init(run)])).text == #"""
        {
          "schema": 1,
          "tests": 1,
          "failed": 0,
          "coverage-percent": null,
          "mutation-score": null,
          "shortfalls": [],
          "files": [
            {
              "file": ".claude-route.yaml",
              "over": [
                "built-in"
              ],
              "left-out": 1,
              "tests": [
                {
                  "name": "denied",
                  "file": ".claude-route.yaml",
                  "line": 30,
                  "passed": true,
                  "unmet": [],
                  "expected": "denied",
                  "got": {
                    "outcome": "denied",
                    "backend": null,
                    "model": null,
                    "model-id": null,
                    "effort": null,
                    "route": null,
                    "stopped-by": [],
                    "classes": []
                  },
                  "missing": []
                }
              ],
              "coverage": null,
              "mutation": null
            }
          ]
        }

        """#
    )
  }
}
