import Diagnostics
import Rendering
import Testing

@Suite struct `A SARIF log` {
  @Test func `has rules, places, related places and fingerprints`() {
    let text = SARIFLog(
      [DiagnosticSample.unknownClass, DiagnosticSample.redefined, DiagnosticSample.notHere],
      version: "0.1.0"
    ).text
    #expect(
      text == """
        {
          "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/\
        sarif-schema-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "claude-route",
                  "version": "0.1.0",
                  "rules": [
                    {
                      "id": "backend-not-here",
                      "shortDescription": {
                        "text": "A repository's policy names a backend that this machine does not \
        define."
                      },
                      "help": {
                        "text": "See docs/diagnostics/backend-not-here.md."
                      },
                      "defaultConfiguration": {
                        "level": "note"
                      }
                    },
                    {
                      "id": "managed-authority",
                      "shortDescription": {
                        "text": "A policy changes what only the managed policy may decide."
                      },
                      "help": {
                        "text": "See docs/diagnostics/managed-authority.md."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    },
                    {
                      "id": "unknown-name",
                      "shortDescription": {
                        "text": "A name refers to nothing that is defined."
                      },
                      "help": {
                        "text": "See docs/diagnostics/unknown-name.md."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    }
                  ]
                }
              },
              "columnKind": "unicodeCodePoints",
              "results": [
                {
                  "ruleId": "unknown-name",
                  "ruleIndex": 2,
                  "level": "error",
                  "message": {
                    "text": "unknown class `docs` in route `docs`\\nhelp: add it under `classes:`, \
        or write `{{class: bulk}}`"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": ".claude-route.yaml"
                        },
                        "region": {
                          "startLine": 9,
                          "startColumn": 19,
                          "endLine": 9,
                          "endColumn": 23
                        }
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "claudeRouteMessage/v1": "5003b203f572431b:1"
                  }
                },
                {
                  "ruleId": "managed-authority",
                  "ruleIndex": 1,
                  "level": "error",
                  "message": {
                    "text": "`bedrock` is defined by the managed policy and cannot be changed\\n\
        note: the managed policy is root's"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "file:///home/dev/a%20b.yaml"
                        },
                        "region": {
                          "startLine": 2,
                          "startColumn": 12,
                          "endLine": 2,
                          "endColumn": 19
                        }
                      }
                    }
                  ],
                  "relatedLocations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "file:///etc/claude-route/policy.yaml"
                        },
                        "region": {
                          "startLine": 6,
                          "startColumn": 3,
                          "endLine": 6,
                          "endColumn": 10
                        }
                      },
                      "message": {
                        "text": "first defined here"
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "claudeRouteMessage/v1": "d02e101eef8fca2d:1"
                  }
                },
                {
                  "ruleId": "backend-not-here",
                  "ruleIndex": 0,
                  "level": "note",
                  "message": {
                    "text": "backend `litellm-team` is not defined on this machine"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "file:///dev/stdin"
                        },
                        "region": {
                          "startLine": 18,
                          "startColumn": 11,
                          "endLine": 18,
                          "endColumn": 11
                        }
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "claudeRouteMessage/v1": "eb30846a86200b47:1"
                  }
                }
              ]
            }
          ]
        }

        """
    )
  }

  @Test func `hides secrets, and takes what has no page and no place`() {
    #expect(
      SARIFLog([DiagnosticSample.hostile, DiagnosticSample.wide, nowhere], version: "0").text
        == #"""
        {
          "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/\#
        sarif-schema-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "claude-route",
                  "version": "0",
                  "rules": [
                    {
                      "id": "literal-secret",
                      "shortDescription": {
                        "text": "A secret stands in the policy itself."
                      },
                      "help": {
                        "text": "See docs/diagnostics/literal-secret.md."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    },
                    {
                      "id": "odd"
                    }
                  ]
                }
              },
              "columnKind": "unicodeCodePoints",
              "results": [
                {
                  "ruleId": "literal-secret",
                  "ruleIndex": 0,
                  "level": "error",
                  "message": {
                    "text": "key ***********************\\u{{1B}}[2J\nhelp: key \#
        ***********************\\u{{202E}}"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "a%1B%0A.yaml"
                        },
                        "region": {
                          "startLine": 1,
                          "startColumn": 1,
                          "endLine": 1,
                          "endColumn": 2
                        }
                      }
                    }
                  ],
                  "relatedLocations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "b%0D"
                        },
                        "region": {
                          "startLine": 1,
                          "startColumn": 1,
                          "endLine": 1,
                          "endColumn": 2
                        }
                      },
                      "message": {
                        "text": "key ***********************\\n"
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "claudeRouteMessage/v1": "7ad0bf96272b8703:1"
                  }
                },
                {
                  "ruleId": "odd",
                  "ruleIndex": 1,
                  "level": "warning",
                  "message": {
                    "text": "100% odd"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "a%2Cb%3Ac%25.yaml"
                        },
                        "region": {
                          "startLine": 3,
                          "startColumn": 5,
                          "endLine": 5,
                          "endColumn": 1
                        }
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "claudeRouteMessage/v1": "1281ec70e758386f:1"
                  }
                },
                {
                  "ruleId": "odd",
                  "ruleIndex": 1,
                  "level": "note",
                  "message": {
                    "text": "nowhere"
                  },
                  "partialFingerprints": {
                    "claudeRouteMessage/v1": "fcc843c10e78b6a2:1"
                  }
                }
              ]
            }
          ]
        }

        """#
    )
  }

  private let nowhere = Diagnostic(.note, "odd", at: nil, "nowhere")

  @Test func `of nothing is a run without results`() {
    #expect(
      SARIFLog([], version: "0.1.0").text == """
        {
          "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/\
        sarif-schema-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "claude-route",
                  "version": "0.1.0",
                  "rules": []
                }
              },
              "columnKind": "unicodeCodePoints",
              "results": []
            }
          ]
        }

        """
    )
  }

  /// The fingerprints of a log, in order.
  private func fingerprints(_ diagnostics: [Diagnostic]) -> [Substring] {
    SARIFLog(diagnostics, version: "0").text.split(separator: "\n")
      .filter { $0.contains("claudeRouteMessage/v1") }
  }

  private func mistake(_ message: String, _ file: String, line: Int) -> Diagnostic {
    Diagnostic(.error, "yaml", at: DiagnosticSample.place(file, line, 1..<2), message)
  }

  @Test func `keeps its fingerprints when lines move, and tells like from like`() {
    let before = fingerprints([
      mistake("a", "p", line: 1), mistake("b", "p", line: 2), mistake("a", "p", line: 3),
      mistake("a", "q", line: 3),
    ])
    let after = fingerprints([
      mistake("a", "p", line: 11), mistake("b", "p", line: 12), mistake("a", "p", line: 13),
      mistake("a", "q", line: 13),
    ])
    #expect(before == after)
    // The file is told by the result's place.
    #expect(before[0] == before[3])
    #expect(Set(before).count == 3)
  }
}
