/// How much of a file is read before it is refused; libyaml itself knows no limit.
package struct YAMLBudget: Hashable, Sendable {
  package let maximumBytes: Int
  /// How deep lists and mappings may be nested; a file that is one mapping of texts has depth 1.
  package let maximumDepth: Int
  /// Keys, texts, lists and mappings, counted together.
  package let maximumNodes: Int

  package init(maximumBytes: Int, maximumDepth: Int, maximumNodes: Int) {
    self.maximumBytes = maximumBytes
    self.maximumDepth = maximumDepth
    self.maximumNodes = maximumNodes
  }

  /// For a file that somebody else wrote: 256 KiB, 20,000 nodes.
  package static let repository = YAMLBudget(
    maximumBytes: 256 << 10,
    maximumDepth: 32,
    maximumNodes: 20_000
  )

  /// For the user's own and the managed file: 4 MiB, 500,000 nodes.
  package static let user = YAMLBudget(
    maximumBytes: 4 << 20,
    maximumDepth: 32,
    maximumNodes: 500_000
  )
}
