import CLibYAML
import Diagnostics
import Foundation
import TestSupport
import Testing
import YAMLTree

/// The public cases of yaml/yaml-test-suite, which are no part of this repository.
///
/// `YAML_TEST_SUITE` names the folder of its release `data-2022-01-17`.
@Suite(
  .enabled(
    if: SuiteCase.folder != nil,
    "needs YAML_TEST_SUITE, the folder of yaml/yaml-test-suite's release data-2022-01-17"
  )
)
struct `The YAML test suite` {
  @Test func `is answered as libyaml answers, but for our stricter rules`() throws {
    let cases = try SuiteCase.all()
    #expect(cases.count == 402)
    var agreements = 0
    var table = ""
    for suiteCase in cases {
      let document = YAMLDocument(parsing: suiteCase.bytes, file: "f", budget: .repository)
      let isRefused = document.diagnostics.hasErrors
      let libyamlRefuses = SuiteCase.isRefusedByLibYAML(suiteCase.bytes)
      agreements += libyamlRefuses == suiteCase.mustBeRefused ? 1 : 0
      guard isRefused != libyamlRefuses else { continue }
      #expect(isRefused, "\(suiteCase.name) is refused by libyaml only")
      let rules = Set(document.diagnostics.map(SuiteCase.rule)).sorted()
      table += "\(suiteCase.name)\t\(rules.joined(separator: ", "))\n"
    }
    #expect(agreements == 335)
    // A case and the rules that refuse it, line by line.
    let golden = Golden(
      input: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/yaml-test-suite.yaml")
    )
    #expect(!table.contains("unnamed"))
    #expect(table == (try golden.expected(recording: table)))
  }
}

/// One input of the suite and whether the specification refuses it.
struct SuiteCase {
  /// `229Q`, or `3RLN/00` where a case has parts.
  let name: String
  let bytes: [UInt8]
  let mustBeRefused: Bool

  static let folder = ProcessInfo.processInfo.environment["YAML_TEST_SUITE"]
    .flatMap { $0.isEmpty ? nil : URL(filePath: $0) }

  static func all() throws -> [SuiteCase] {
    guard let folder else { return [] }
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("/in.yaml") }
      .map { String($0.dropLast("/in.yaml".count)) }
    return try names.sorted().map { name in
      let files = folder.appending(path: name)
      return SuiteCase(
        name: name,
        bytes: Array(try Data(contentsOf: files.appending(path: "in.yaml"))),
        mustBeRefused: FileManager.default.fileExists(atPath: files.appending(path: "error").path)
      )
    }
  }

  /// Whether libyaml's parser, asked for every event, gives up.
  static func isRefusedByLibYAML(_ bytes: [UInt8]) -> Bool {
    var parser = unsafe yaml_parser_t()
    guard unsafe yaml_parser_initialize(&parser) != 0 else { return true }
    defer { unsafe yaml_parser_delete(&parser) }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      while true {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(&parser, &event) != 0 else { return true }
        defer { unsafe yaml_event_delete(&event) }
        if unsafe event.type == YAML_STREAM_END_EVENT { return false }
      }
    }
  }

  /// The rule of ours that a mistake breaks, where YAML itself has none.
  static func rule(_ mistake: Diagnostic) -> String {
    rules.first { mistake.message.hasPrefix($0.message) }?.rule ?? "an unnamed rule"
  }

  private static let rules = [
    (message: "the file is empty", rule: "no empty file"),
    (message: "a second document begins here", rule: "one document"),
    (message: "directives are not supported", rule: "no directives"),
    (message: "anchors are not supported: ", rule: "no anchors"),
    (message: "aliases are not supported: ", rule: "no aliases"),
    (message: "tags are not supported", rule: "no tags"),
    (message: "a tab indents this line", rule: "no tab before a line"),
    (message: "merge keys are not supported", rule: "no merge keys"),
    (message: "there is no key before the `:`", rule: "no empty keys"),
    (message: "a key must be a text, not ", rule: "no lists or mappings as keys"),
    (message: "the key `", rule: "no key twice"),
    (message: "lists and mappings are nested more than ", rule: "bounded depth"),
    (message: "the file holds more than ", rule: "bounded count"),
    (message: "the control character ", rule: "no control characters"),
    (message: "the invisible character ", rule: "no bidi controls"),
  ]
}
