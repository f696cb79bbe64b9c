import BuiltInPolicy
import Diagnostics
import Foundation
import RouteEngine
import TestSupport
import Testing

@testable import PolicyLoader

/// `policies/*.prepared` is what the loader made of the text beside it.
@Suite struct `A prepared policy` {
  private let file = PolicyFile(
    layer: .builtIn,
    name: BuiltInPolicy.name,
    bytes: BuiltInPolicy.bytes,
    prepared: BuiltInPolicy.preparedBytes
  )

  @Test func `is that of the text it is shipped with`() throws {
    let bytes = try #require(PreparedFile.bytes(of: file))
    try Self.check(BuiltInPolicy.preparedBytes, bytes, "built-in.prepared")
  }

  @Test func `of prices is that of the text it is shipped with`() throws {
    let bytes = PreparedPrices.bytes(of: BuiltInPolicy.priceBytes)
    try Self.check(BuiltInPolicy.preparedPriceBytes, bytes, "prices.prepared")
  }

  /// With `RECORD_GOLDEN=1` what should have been shipped is written, and the test fails.
  private static func check(_ shipped: [UInt8], _ current: [UInt8], _ name: String) throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../policies")
      try Data(current).write(to: folder.appending(path: name))
      Issue.record("recorded")
      return
    }
    let help = "run this test with RECORD_GOLDEN=1, which writes policies/\(name), and build again"
    #expect(shipped == current, "\(help)")
  }

  @Test func `reads as the text does, each place of it`() throws {
    let prepared = try #require(PreparedFile(of: file)).draft
    var reader = LayerReader(layer: .builtIn, file: file.name, presets: PresetBook([]))
    let read = reader.draft(of: file.bytes)
    let lines = (prepared: Self.lines(of: prepared), read: Self.lines(of: read))
    #expect(lines.prepared.count == lines.read.count)
    #expect(zip(lines.prepared, lines.read).first { $0 != $1 }.map { "\($0)" } == nil)
    #expect(PolicyAssembly(of: [file]).policy == BuiltIn.assembly().policy)
  }

  @Test func `of prices reads as the text does`() throws {
    let prepared = try #require(
      PreparedPrices.list(BuiltInPolicy.preparedPriceBytes, of: BuiltInPolicy.priceBytes)
    )
    #expect(prepared == PriceList(shipped: BuiltInPolicy.priceBytes))
    #expect(!prepared.all.isEmpty)
  }

  /// Everything inside, without the order of sets and dictionaries, whose elements have lines of
  /// their own.
  private static func lines(of value: Any) -> [String] {
    var text = ""
    dump(value, to: &text)
    return text.split(separator: "\n").map(String.init).filter { !$0.contains("Set([") }.sorted()
  }

  @Test func `counts as not there beside any other text`() {
    let edited = PolicyFile(
      layer: .builtIn,
      name: file.name,
      bytes: file.bytes + Array("surprise: 1\n".utf8),
      prepared: file.prepared
    )
    #expect(PreparedFile(of: edited) == nil)
    #expect(PolicyAssembly(of: [edited]).diagnostics.map(\.id) == ["unknown-key"])
    let priceText = BuiltInPolicy.priceBytes + [UInt8(ascii: "\n")]
    #expect(PreparedPrices.list(BuiltInPolicy.preparedPriceBytes, of: priceText) == nil)
  }

  @Test func `belongs to the built-in policy alone`() {
    let user = PolicyFile(
      layer: .user,
      name: file.name,
      bytes: file.bytes,
      prepared: file.prepared
    )
    #expect(PreparedFile(of: user) == nil)
    #expect(PreparedFile.bytes(of: user) == nil)
  }

  @Test(arguments: [
    "version: 2",
    "version: 1\nledger: {text: true}",
    "version: 1\nclasses: {a: {signals: [{any-path: ['*.md']}]}}",
    "version: 1\nbackends: {a: {kind: bedrock, credential: aws, region: eu-west-1}}",
    "version: 1\nbackends: {a: {kind: bedrock, credential: 'file:~/key'}}",
    "version: 1\nconstraints: [{name: a, when: {class: bulk}, forbid: {thinking: true}}]",
    "version: 1\nroutes: [{name: a, when: {class: bulk}, to: [{backend: a, model: b, thinking: true}]}]",
  ]) func `is not written of what it has no form for`(_ text: String) {
    let other = PolicyFile(layer: .builtIn, name: file.name, bytes: Array(text.utf8))
    #expect(PreparedFile.bytes(of: other) == nil)
  }

  @Test func `that is damaged never ends the program`() {
    var random = SeededGenerator(seed: 8)
    for round in 0..<2_000 {
      var bytes = file.prepared
      if round % 2 == 0 {
        bytes[Int.random(in: 12..<bytes.count, using: &random)] = .random(in: 0...255)
      } else {
        bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
      }
      let damaged = PolicyFile(
        layer: .builtIn,
        name: file.name,
        bytes: file.bytes,
        prepared: bytes
      )
      let policy = PreparedFile(of: damaged)
      if round % 2 == 1 { #expect(policy == nil) }
    }
  }
}
