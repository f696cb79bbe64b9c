import Rendering
import RouteEngine
import Testing

@Suite struct `An explanation for programs` {
  private func text(_ request: RoutingRequest, in policy: Policy? = nil) throws -> String {
    let policy = try policy ?? ExplanationSample.policy()
    let decision = policy.decision(for: request, with: ExplanationSample.keys)
    return ExplanationJSON(decision, for: request, in: policy, with: ExplanationSample.keys).text
  }

  @Test func `of a route has every key`() throws {
    #expect(
      try text(ExplanationSample.request("license headers")) == """
        {
          "schema": 1,
          "classes": [
            {
              "name": "bulk",
              "protective": false,
              "evidence": [
                {
                  "signal": "phrase",
                  "pattern": "license headers",
                  "text": "license headers",
                  "start": 0,
                  "end": 15,
                  "origin": "built-in:20"
                }
              ]
            }
          ],
          "set-aside": [],
          "doubted": [],
          "candidates": [
            {
              "backend": "openrouter",
              "model": "haiku",
              "route": "mechanical",
              "origin": "built-in:30",
              "permitted": true,
              "stopped-by": [],
              "stops": [],
              "availability": "available",
              "probe-failure": null
            },
            {
              "backend": "anthropic",
              "model": "haiku",
              "route": "mechanical",
              "origin": "built-in:30",
              "permitted": true,
              "stopped-by": [],
              "stops": [],
              "availability": "available",
              "probe-failure": null
            },
            {
              "backend": "anthropic",
              "model": "default",
              "route": "default",
              "origin": null,
              "permitted": true,
              "stopped-by": [],
              "stops": [],
              "availability": "available",
              "probe-failure": null
            }
          ],
          "decision": {
            "outcome": "routed",
            "backend": "openrouter",
            "model": "haiku",
            "model-id": "anthropic/claude-haiku-5-5",
            "effort": "low",
            "route": "mechanical",
            "origin": "built-in:30",
            "payer": "env:OPENROUTER_API_KEY",
            "traits": {
              "thinking": {
                "grade": "unknown",
                "source": "unknown"
              },
              "tools": {
                "grade": "unknown",
                "source": "unknown"
              },
              "parallel-tools": {
                "grade": "unknown",
                "source": "unknown"
              },
              "sub-agents": {
                "grade": "unknown",
                "source": "unknown"
              },
              "streaming": {
                "grade": "good",
                "source": "stated"
              },
              "prompt-cache": {
                "grade": "unknown",
                "source": "unknown"
              },
              "model-identity": {
                "grade": "unknown",
                "source": "unknown"
              },
              "rate-limit": {
                "grade": "good",
                "source": "stated"
              },
              "web-search": {
                "grade": "unknown",
                "source": "unknown"
              }
            }
          },
          "alternative": {
            "without": [
              "bulk"
            ],
            "target": "anthropic/default"
          },
          "consent-needed": null,
          "policy": {
            "digest": "sha256:9d41c2ffffff",
            "layers": [
              {
                "layer": "built-in",
                "file": "built-in",
                "name": null,
                "digest": "sha256:9d41c2ffffffffff"
              }
            ]
          }
        }

        """
    )
  }

  @Test func `of a denial names what stopped each candidate and what --class set aside`() throws {
    let request = ExplanationSample.request(
      "fix the race",
      classes: ["production"],
      backend: "openrouter"
    )
    let layer = Policy.LayerFile(layer: .user, file: "a\u{1B}.yaml", name: "x", digest: "00")
    #expect(
      try text(request, in: try ExplanationSample.policy(layers: [layer])) == #"""
        {
          "schema": 1,
          "classes": [
            {
              "name": "production",
              "protective": true,
              "evidence": [
                {
                  "signal": "given",
                  "pattern": "--class",
                  "text": "production",
                  "start": null,
                  "end": null,
                  "origin": null
                }
              ]
            }
          ],
          "set-aside": [
            {
              "name": "extended-thinking",
              "protective": true,
              "evidence": [
                {
                  "signal": "phrase",
                  "pattern": "race",
                  "text": "race",
                  "start": 8,
                  "end": 12,
                  "origin": "built-in:20"
                }
              ]
            }
          ],
          "doubted": [],
          "candidates": [
            {
              "backend": "openrouter",
              "model": "opus",
              "route": null,
              "origin": null,
              "permitted": false,
              "stopped-by": [
                "serious-work-stays-native"
              ],
              "stops": [
                {
                  "constraint": "serious-work-stays-native",
                  "origin": "built-in:40",
                  "layer": "built-in",
                  "reason": "serious work stays on the native API"
                }
              ],
              "availability": "available",
              "probe-failure": null
            }
          ],
          "decision": {
            "outcome": "denied"
          },
          "alternative": {
            "without": [
              "production"
            ],
            "target": "openrouter/opus"
          },
          "consent-needed": null,
          "policy": {
            "digest": "sha256:00",
            "layers": [
              {
                "layer": "user",
                "file": "a\u001b.yaml",
                "name": "x",
                "digest": "sha256:00"
              }
            ]
          }
        }

        """#
    )
  }

  @Test func `of the default and of the command line says where they come from`() throws {
    let plain = try text(ExplanationSample.request("continue"))
    #expect(
      plain.contains(
        """
          "decision": {
            "outcome": "routed",
            "backend": "anthropic",
            "model": "default",
            "model-id": null,
            "effort": null,
            "route": "default",
            "origin": null,
            "payer": "login",
            "traits": {
        """
      )
    )
    let asked = try text(
      ExplanationSample.request("continue", backend: "openrouter", model: "sonnet")
    )
    #expect(
      asked.contains(
        """
          "decision": {
            "outcome": "routed",
            "backend": "openrouter",
            "model": "sonnet",
            "model-id": "anthropic/claude-sonnet-5-5",
            "effort": null,
            "route": null,
            "origin": null,
            "payer": "env:OPENROUTER_API_KEY",
            "traits": {
        """
      )
    )
  }

  @Test func `says of each trait who speaks of it, and of a failed probe why`() throws {
    let day = try #require(CalendarDay("2026-11-26"))
    let policy = try ExplanationSample.policy(
      routes: ExplanationSample.always([
        Target(backend: "openrouter", model: .named("haiku")),
        Target(backend: "bedrock", model: .named("opus")),
      ])
    )
    var inventory = ExplanationSample.keys
    inventory.measurements = [
      Measurement(
        backend: "bedrock",
        modelID: "eu.anthropic.claude-opus-5-5",
        grades: [.thinking: .broken],
        day: day,
        staleness: .client
      ),
      Measurement(
        backend: "openrouter",
        modelID: nil,
        grades: [:],
        day: day,
        failure: "status 401"
      ),
    ]
    let request = ExplanationSample.request("continue")
    func text(_ inventory: CredentialInventory) -> String {
      ExplanationJSON(
        policy.decision(for: request, with: inventory),
        for: request,
        in: policy,
        with: inventory
      )
      .compactText
    }
    let measured = text(inventory)
    #expect(
      measured.contains(
        #""probe-failure":{"date":"2026-11-26","reason":"status 401"}"#
      )
    )
    #expect(
      measured.contains(
        #""traits":{"thinking":{"grade":"broken","source":"measured","date":"2026-11-26","stale":true}"#
      )
    )
    inventory.measurements.removeFirst()
    #expect(text(inventory).contains(#""thinking":{"grade":"degraded","source":"assumed"}"#))
    inventory.supposed.suppose(.good, of: .thinking, at: SupposedTraits.Place("bedrock"))
    #expect(text(inventory).contains(#""thinking":{"grade":"good","source":"measured"}"#))
  }
}
