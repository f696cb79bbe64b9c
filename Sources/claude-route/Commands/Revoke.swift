internal import ArgumentParser
internal import Rendering

/// Takes a consent back.
struct Revoke: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Forget what `allow` recorded for this repository and its worktrees."
  )

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let environment = input.environment
    let (identity, state) = try ConsentPlace.found(environment)
    let shown = identity.path.withTilde(home: environment.filled("HOME")).printable
    let isRevoked = try ConsentRecord.revoke(identity, in: state)
    try writeOutput(
      isRevoked ? "revoked for \(shown)\n" : "nothing was allowed for \(shown)\n"
    )
    return Outcome.done.rawValue
  }
}
