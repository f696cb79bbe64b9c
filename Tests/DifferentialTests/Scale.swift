import Foundation

/// How much is tried: all of it with `DIFFERENTIAL=full` (`make differential`, a release build), else
/// what a debug build does in half a minute.
enum Scale {
  static let isFull = ProcessInfo.processInfo.environment["DIFFERENTIAL"] == "full"

  /// 100,000 pairs of a policy and a task, or 20,000.
  static let policyCount = isFull ? 4000 : 800
  static let tasksPerPolicy = 25

  /// Each change is tried on 10,000 tasks, or 1,000.
  static let changedPolicyCount = isFull ? 500 : 50
  static let tasksPerChangedPolicy = 20

  /// Users, repositories and tasks: 5,000 of them, or 25,000.
  static let consentPolicyCount = isFull ? 1000 : 200

  /// Users and repositories against the managed line.
  static let managedPolicyCount = isFull ? 2000 : 100
  static let tasksPerManagedPolicy = 5
}
