package import Diagnostics
internal import JSONTree

/// Diagnostics as a SARIF 2.1.0 log with one run, for code scanning services.
///
/// Paragraphs in comments are those of the OASIS standard with errata 01.
package struct SARIFLog: Hashable, Sendable {
  /// One document, ended by a line break.
  package let text: String

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  /// The diagnostics come in the order wanted, as `DiagnosticText` sorts them; the version is the
  /// program's.
  package init(_ diagnostics: [Diagnostic], version: String) {
    let ids = Set(diagnostics.map(\.id)).sorted()
    var fingerprints = FingerprintCounter()
    let results = diagnostics.map { diagnostic in
      Self.result(
        diagnostic,
        ruleIndex: ids.firstIndex(of: diagnostic.id) ?? -1,
        fingerprint: fingerprints.fingerprint(of: diagnostic)
      )
    }
    let driver: JSONNode = [
      "name": "claude-route",
      "version": .string(version),
      "rules": .array(ids.map(Self.rule)),
    ]
    let run: JSONNode = [
      "tool": ["driver": driver],
      "columnKind": "unicodeCodePoints",
      "results": .array(results),
    ]
    let log: JSONNode = ["$schema": .string(Self.schema), "version": "2.1.0", "runs": [run]]
    text = log.prettyText + "\n"
  }

  private static func rule(_ id: String) -> JSONNode {
    var members: [(String, JSONNode)] = [("id", .string(id))]
    if let rule = DiagnosticRule.named(id) {
      members += [
        ("shortDescription", message(rule.summary + ".")),
        // A `helpUri` must be absolute (3.49.12), and where the pages are served is not known.
        ("help", message("See \(rule.page).")),
        ("defaultConfiguration", ["level": .string(rule.severity.rawValue)]),
      ]
    }
    return object(members)
  }

  private static func result(
    _ diagnostic: Diagnostic,
    ruleIndex: Int,
    fingerprint: String
  ) -> JSONNode {
    let words =
      [diagnostic.shownMessage]
      + diagnostic.notes.filter { $0.place == nil }.map { "note: \($0.shownMessage)" }
      + (diagnostic.shownHelp.map { ["help: \($0)"] } ?? [])
    var members: [(String, JSONNode)] = [
      ("ruleId", .string(diagnostic.id)),
      ("ruleIndex", .number("\(ruleIndex)")),
      // The words are the same in SARIF (3.27.10).
      ("level", .string(diagnostic.severity.rawValue)),
      ("message", message(words.joined(separator: "\n"))),
    ]
    if let place = diagnostic.place {
      members.append(("locations", [["physicalLocation": location(place)]]))
    }
    let related = diagnostic.notes.compactMap { note -> JSONNode? in
      guard let place = note.place else { return nil }
      return ["physicalLocation": location(place), "message": message(note.shownMessage)]
    }
    if !related.isEmpty {
      members.append(("relatedLocations", .array(related)))
    }
    members.append(("partialFingerprints", ["claudeRouteMessage/v1": .string(fingerprint)]))
    return object(members)
  }

  private static func location(_ place: SourcePlace) -> JSONNode {
    let (start, end) = (place.range.start, place.range.end)
    // Lines and columns count from 1 (3.30.5, 3.30.6); an end is the column behind the last.
    let startLine = max(start.line, 1)
    let startColumn = max(start.column, 1)
    let endLine = max(end.line, startLine)
    let region: JSONNode = [
      "startLine": .number("\(startLine)"),
      "startColumn": .number("\(startColumn)"),
      "endLine": .number("\(endLine)"),
      "endColumn": .number("\(max(end.column, endLine == startLine ? startColumn : 1))"),
    ]
    return ["artifactLocation": ["uri": .string(uri(ofFile: place.file))], "region": region]
  }

  /// A relative reference for a relative path, else an absolute URI (RFC 3986, RFC 8089).
  private static func uri(ofFile file: String) -> String {
    switch file {
    case "-": "file:///dev/stdin"
    case "built-in": "claude-route:built-in"
    default: (file.hasPrefix("/") ? "file://" : "") + file.percentEncodedPath
    }
  }

  /// A message's braces are doubled, since single ones hold arguments (3.11.5).
  private static func message(_ text: String) -> JSONNode {
    let escaped = text.unicodeScalars.reduce(into: "") { text, scalar in
      text.unicodeScalars.append(scalar)
      if scalar == "{" || scalar == "}" {
        text.unicodeScalars.append(scalar)
      }
    }
    return ["text": .string(escaped)]
  }

  private static func object(_ members: [(String, JSONNode)]) -> JSONNode {
    .object(members.map { JSONMember(key: $0.0, value: $0.1) })
  }
}

/// Names for results that stay when lines move: what is said, and how often it was said in that file
/// before.
private struct FingerprintCounter {
  private var counts: [[String]: Int] = [:]

  mutating func fingerprint(of diagnostic: Diagnostic) -> String {
    let words = [diagnostic.id, diagnostic.shownMessage]
    let key = [diagnostic.place?.file ?? ""] + words
    counts[key, default: 0] += 1
    return Self.hash(words.joined(separator: "\n")) + ":\(counts[key] ?? 1)"
  }

  /// FNV-1a, 64 bits; nobody gains by a collision.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension String {
  /// Letters, digits and `-._~/` as they are, all other bytes as `%2C`.
  fileprivate var percentEncodedPath: String {
    utf8.reduce(into: "") { text, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
  }
}
