import PolicyLoader
import PolicyStarter
import RouteEngine
import Testing

@Suite struct `Teaching many policies` {
  /// Each text by itself; line breaks count where the lines are joined again.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { $0.last == 0x0D ? $0.dropLast() : $0 }
  }

  /// How many lines are the same from the start and from the end, none counted twice.
  private static func kept(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> Int {
    let shared = min(old.count, new.count)
    let first = (0..<shared).first { old[$0] != new[$0] } ?? shared
    let rest = shared - first
    let last =
      (0..<rest).first { old[old.count - 1 - $0] != new[new.count - 1 - $0] } ?? rest
    return first + last
  }

  /// Bytes that are left of the old when the new ones are taken out of it in order.
  private static func isKept(_ old: [UInt8], in new: [UInt8]) -> Bool {
    var index = 0
    for byte in new where index < old.count && old[index] == byte { index += 1 }
    return index == old.count
  }

  /// What must be behind a file; the built-in policy is large.
  private static let base = """
    version: 1
    backends: {anthropic: {kind: anthropic, credential: login}}
    classes: {bulk: {protective: false}}
    default: [anthropic/default]
    """

  private static func classes(_ bytes: [UInt8]) throws -> [TaskClass] {
    let assembly = PolicyAssembly(
      of: [
        PolicyFile(layer: .user, name: "policy.yaml", bytes: bytes),
        PolicyFile(layer: .builtIn, name: "base", bytes: Array(base.utf8)),
      ]
    )
    #expect(assembly.diagnostics == [])
    return try #require(assembly.policy).classes
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `adds lines, or words on one line, and touches no other`(seed: UInt64) throws {
    var shapes = PolicyShapes(seed: seed)
    for index in 0..<30 {
      let text = shapes.policy()
      let old = Array(text.utf8)
      let example = try TaughtExample("year: [bump]", of: "bulk", isCounter: index % 3 == 0)
      let new = try TaughtPolicy(adding: example, to: old).bytes
      let report = Comment(rawValue: String(decoding: new, as: UTF8.self))
      #expect(Self.isKept(old, in: new), report)
      #expect(Self.kept(Self.lines(old), Self.lines(new)) >= Self.lines(old).count - 1, report)
      let hasCRLF = text.utf8.contains(0x0D)
      #expect(new.count { $0 == 0x0D } == (hasCRLF ? new.count { $0 == 0x0A } : 0), report)
      #expect(
        example.isOnlyDifference(from: try Self.classes(old), to: try Self.classes(new)),
        report
      )
    }
  }
}
