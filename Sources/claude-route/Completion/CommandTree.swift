internal import ArgumentParser
internal import Diagnostics
internal import JSONTree

/// The commands and their flags as the argument parser knows them, so that nobody writes them twice.
struct CommandTree {
  let root: Node
  private let usual: String?

  /// A command.
  struct Node {
    let name: String
    /// One sentence.
    let summary: String
    /// Without hidden ones.
    let commands: [Node]
    /// Without hidden ones.
    let arguments: [Argument]
  }

  /// A flag, an option with a value, or a word at a place of its own.
  struct Argument {
    let kind: Kind
    /// `--class`, `-h`; empty for a word at a place of its own.
    let names: [String]
    /// What the help calls the value: `class`, `file`.
    let valueName: String
    /// The values that it takes, when they are few.
    let values: [String]
    let isRepeating: Bool
    /// Takes every word up to the next flag.
    let takesMany: Bool
    let takesFiles: Bool
    /// Without what holds when it is not given.
    let summary: String

    enum Kind: String {
      case positional
      case option
      case flag
    }
  }

  /// Absent when the parser's description of itself cannot be read any more.
  init?() {
    let text = ClaudeRoute._dumpHelp()
    guard let document = try? JSONNode(parsing: Array(text.utf8)), let command = document["command"]
    else { return nil }
    root = Node(command)
    usual = command["defaultSubcommand"]?.string
  }

  /// The command of that name.
  subscript(name: String) -> Node? {
    root.commands.first { $0.name == name }
  }

  /// The one without a name.
  var unnamed: Node? { usual.flatMap { self[$0] } }
}

extension CommandTree.Node {
  fileprivate init(_ node: JSONNode) {
    name = node["commandName"]?.string ?? ""
    summary = node["abstract"]?.string ?? ""
    commands = (node["subcommands"]?.elements ?? []).filter(\.isShown).map(Self.init)
    arguments = (node["arguments"]?.elements ?? []).filter(\.isShown)
      .compactMap(CommandTree.Argument.init)
  }

  var positionals: [CommandTree.Argument] { arguments.filter { $0.kind == .positional } }

  func argument(named name: String) -> CommandTree.Argument? {
    arguments.first { $0.names.contains(name) }
  }
}

extension CommandTree.Argument {
  fileprivate init?(_ node: JSONNode) {
    guard let kind = node["kind"]?.string.flatMap(Kind.init) else { return nil }
    self.kind = kind
    names = (node["names"]?.elements ?? []).compactMap { name in
      name["name"]?.string.map { (name["kind"] == "short" ? "-" : "--") + $0 }
    }
    valueName = node["valueName"]?.string ?? ""
    let completion = node["completionKind"]
    values = (completion?["list"]?["values"]?.elements ?? []).compactMap(\.string)
    isRepeating = node["isRepeating"] == true
    takesMany = node["parsingStrategy"] == "upToNextOption"
    takesFiles =
      completion?["file"] != nil || ["file", "files", "path"].contains(valueName)
    let sentence = node["abstract"]?.string ?? ""
    summary = sentence.components(before: " (default: ")
  }
}

extension JSONNode {
  fileprivate var isShown: Bool { self["shouldDisplay"] != false }
}

extension String {
  fileprivate func components(before mark: String) -> String {
    firstRange(ofBytesOf: mark).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
