import BuiltInPolicy
import Foundation
import PolicyCheck
import PolicyLoader
import RouteEngine
import Testing

/// The tasks that were written for this repository, under the built-in policy with everything there.
///
/// Nothing is trained or tuned on them: they tell what a change of the classifier does.
enum OwnTasks {
  static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Tasks/tasks.tsv")

  static func tasks() throws -> [LabelledTask] {
    try LabelledTable(Array(try Data(contentsOf: file))).tasks
  }

  static func policy() throws -> Policy {
    let file = PolicyFile(
      layer: .builtIn,
      name: BuiltInPolicy.name,
      bytes: BuiltInPolicy.bytes
    )
    return try #require(PolicyAssembly(of: [file]).policy)
  }
}
