internal import ArgumentParser
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A credential for a helper or an `eval`; never for a screen.
struct Credential: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credential",
    abstract: "Print a backend's credential for a program that needs it; never to a terminal."
  )

  @ArgumentParser.Argument(help: "The backend's name in the policy.")
  var backend: String

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "This policy instead of your own. (default: ~/.config/claude-route/policy.yaml)",
      valueName: "file"
    )
  )
  var policy: String?

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    guard isatty(1) == 0 else {
      throw Refusal(
        .usage,
        "a credential is not printed to a terminal",
        help: "use it in a command: `TOKEN=\"$(claude-route credential \(backend.printable))\"`"
      )
    }
    let home = input.environment.filled("HOME")
    // A repository defines no backend, and must not stand in the way of a helper.
    let policy = try PolicyReading(
      environment: input.environment,
      home: home,
      includesRepository: false
    )
    .policy(insteadOfUsers: policy)
    guard let backend = policy.backend(named: backend) else {
      throw Refusal(.usage, "unknown backend `\(backend.printable)`")
    }
    let inventory = CredentialProbe(
      environment: input.environment,
      home: home,
      keptNames: [],
      userSettings: nil
    )
    .inventory(for: policy)
    guard let payer = backend.availability(with: inventory).payer else {
      throw Refusal(
        .denied,
        "backend `\(backend.name)` has no credential here: "
          + backend.availability(with: inventory).words
      )
    }
    let secret: String
    do {
      let reader = CredentialReader(environment: input.environment, home: home)
      secret = try reader.credential(from: payer)
    } catch {
      throw Refusal(.inputOutput, "backend `\(backend.name)`: \(error.message.printable)")
    }
    try writeOutput(secret + "\n")
    return Outcome.done.rawValue
  }
}
