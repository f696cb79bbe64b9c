/// The classes of a task as one word for a proxy that routes by tags.
///
/// LiteLLM reads a comma as "any of these", so that a task which is mechanical and production code
/// would be taken by the deployment of either (`router_strategy/tag_based_routing.py`, version
/// 1.108.7). All classes of a task together are therefore one tag: `bulk+production`.
package struct ClassTag: Hashable, Sendable {
  /// The header that carries it.
  package static let headerName = "x-litellm-tags"

  /// A task of no class: LiteLLM keeps the tag for the deployments that take what nobody else does.
  package static let none = ClassTag([])

  /// The names in order and without repetition, with `+` between; `default` without any.
  ///
  /// Names of classes are letters, digits, `-`, `_` and `.`, so no two sets have the same text.
  package let text: String

  /// The order and repetition of the names do not matter.
  package init(_ classes: [String]) {
    let names = Set(classes).sorted()
    switch names {
    case []: text = "default"
    // A class of that name is none of the others.
    case ["default"]: text = "default+default"
    default: text = names.joined(separator: "+")
    }
  }
}
