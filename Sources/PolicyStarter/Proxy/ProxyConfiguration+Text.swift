internal import JSONTree
import RouteEngine

extension ProxyConfiguration {
  /// YAML as LiteLLM reads it; the same policy gives the same bytes.
  package var text: String {
    var lines = head
    lines.append("model_list:")
    for deployment in deployments {
      lines += deployment.lines
    }
    lines += [
      "router_settings:",
      "  enable_tag_filtering: true # no request is answered by another tag's deployment",
    ]
    if !fallbacks.isEmpty {
      lines.append(
        "  fallbacks: # in the order of the policy's targets; each is asked by the same tag"
      )
      lines += fallbacks.map { fallback in
        "    - \(YAMLText.scalar(fallback.group)): \(YAMLText.flow(fallback.others))"
      }
    }
    lines += [
      "general_settings:", "  master_key: os.environ/LITELLM_MASTER_KEY",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    var lines = YAMLText.comment(
      "A LiteLLM proxy that chooses as the policy \(digest) does, written by `claude-route export litellm`. "
        + "A launch sends the classes of its task as one tag, joined with `+`; `default` is for no class, "
        + "for requests without a tag, and for tags that are not listed, which the policy treats the same. "
        + "`model_name` is what the client asks for: its own model, and no larger one than the policy's target."
    )
    if !losses.isEmpty {
      lines += ["#", "# Not here:"]
      for loss in losses {
        lines += YAMLText.comment("- \(loss.inComment)")
      }
    }
    return lines
  }
}

extension ProxyConfiguration.Deployment {
  fileprivate var lines: [String] {
    var lines: [String] = []
    let parameters: [ProxyUpstream.Parameter]
    switch content {
    case .upstream(let upstream, let id):
      lines.append("  # \(upstream.backend.name)")
      parameters = [.init("model", .text(upstream.model(id)))] + upstream.parameters
    case .denied(let constraints):
      let names = constraints.map { "`\($0.inComment)`" }.joined(separator: ", ")
      lines += YAMLText.comment(
        "denied" + (names.isEmpty ? "" : " by \(names)") + ": an address that nobody can have",
        indentation: 2
      )
      parameters = [
        .init("model", .text("anthropic/denied")),
        .init("api_base", .text("https://denied.invalid")), .init("api_key", .text("none")),
      ]
    }
    lines += ["  - model_name: \(YAMLText.scalar(group))", "    litellm_params:"]
    lines += (parameters.flatMap(\.lines) + YAMLText.list(tags, under: "tags")).map {
      "      \($0)"
    }
    return lines
  }
}

extension ProxyUpstream.Parameter {
  fileprivate var lines: [String] {
    switch value {
    case .text(let text): return ["\(name): \(YAMLText.scalar(text))"]
    case .truth(let truth): return ["\(name): \(truth)"]
    case .seconds(let milliseconds):
      let rest = milliseconds % 1000
      let digits = String(repeating: "0", count: 3 - "\(rest)".count) + "\(rest)"
      return ["\(name): \(milliseconds / 1000)" + (rest == 0 ? "" : ".\(digits)")]
    case .headers(let headers):
      return ["\(name):"]
        + headers.map { "  \(YAMLText.scalar($0.name)): \(YAMLText.scalar($0.value.reference))" }
    }
  }
}

extension Backend.ReferencedText {
  fileprivate var reference: String {
    switch self {
    case .plain(let text): text
    case .variable(let name): "os.environ/\(name)"
    }
  }
}

extension String {
  /// On one line, and without what turns the direction of writing.
  fileprivate var inComment: String {
    let quoted = JSONNode.quoted(self)
    return String(quoted.dropFirst().dropLast())
  }
}
