internal import ArgumentParser

/// What a policy means to programs that do not read it.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print a policy as another program's configuration.",
    subcommands: [ExportLiteLLM.self, ExportManagedSettings.self]
  )
}
