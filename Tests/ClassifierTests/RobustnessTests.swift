import Foundation
import PolicyCheck
import RouteEngine
import TestSupport
import Testing

/// How little of a decision hangs on case, marks, white space and single letters.
///
/// Quotation marks are left alone: what they enclose is quoted, and permits nothing.
@Suite struct `A decision` {
  /// In percent of the tasks.
  private static let tolerance = 2

  private static func check(
    protects: Bool,
    _ changes: ((inout String, inout SeededGenerator) -> Void)...
  ) throws {
    try check(protects: protects, changes)
  }

  private static func check(
    protects: Bool,
    _ changes: [(inout String, inout SeededGenerator) -> Void]
  ) throws {
    let scoring = ScoringPolicy(try OwnTasks.policy())
    var random = SeededGenerator(seed: 1)
    var changed: [String] = []
    let tasks = try OwnTasks.tasks()
    for (task, change) in changes.flatMap({ change in tasks.map { ($0, change) } }) {
      var text = task.text
      change(&text, &random)
      let before = scoring.scored(task)
      let after = scoring.scored(LabelledTask(line: task.line, text: text, primary: task.primary))
      if before.target != after.target { changed.append(text) }
      if protects { #expect(before.isCheap || !after.isCheap, "\(text)") }
    }
    #expect(changed.count * 100 <= tasks.count * changes.count * tolerance, "\(changed)")
  }

  @Test func `does not hang on case`() throws {
    try Self.check(protects: true) { text, _ in text = text.uppercased() }
    try Self.check(protects: true) { text, _ in text = text.lowercased() }
    try Self.check(protects: true) { text, _ in text = text.capitalized }
  }

  @Test(arguments: [".", "!", "?", " …", ";", ":"])
  func `does not hang on a mark at the end`(mark: String) throws {
    try Self.check(protects: true) { text, _ in text += mark }
  }

  @Test func `hangs little on marks within`() throws {
    let marks: Set<Character> = [".", ",", ";", ":", "!", "?", "(", ")", "-"]
    try Self.check(protects: true) { text, _ in
      text = String(text.map { marks.contains($0) ? " " : $0 })
    }
    try Self.check(protects: true) { text, random in
      let gaps = text.indices.filter { text[$0] == " " }
      guard let gap = gaps.randomElement(using: &random) else { return }
      text.replaceSubrange(gap...gap, with: ", ")
    }
  }

  @Test func `does not hang on white space`() throws {
    try Self.check(protects: false) { text, _ in
      text = "  \(text.replacing(" ", with: "   "))\n"
    }
    try Self.check(protects: false) { text, _ in text = text.replacing(" ", with: "\t") }
  }

  @Test func `hangs little on a letter`() throws {
    try Self.check(
      protects: false,
      Misspelling.allCases.map { misspelling in { misspelling.apply(to: &$0, &$1) } }
    )
  }
}

/// A slip in one of the longer words of a text.
enum Misspelling: CaseIterable {
  case swapped
  case dropped
  case doubled
  case replaced

  func apply(to text: inout String, _ random: inout SeededGenerator) {
    var letters = Array(text)
    var word = 0..<0
    var places: [Int] = []
    for index in letters.indices {
      guard letters[index].isASCII, letters[index].isLetter else {
        word = index + 1..<index + 1
        continue
      }
      word = word.lowerBound..<index + 1
      // Of a word of four letters or more any but its last.
      if word.count == 4 {
        places += word.dropLast()
      } else if word.count > 4 {
        places.append(index - 1)
      }
    }
    guard let place = places.randomElement(using: &random) else { return }
    switch self {
    case .swapped: letters.swapAt(place, place + 1)
    case .dropped: letters.remove(at: place)
    case .doubled: letters.insert(letters[place], at: place)
    case .replaced:
      letters[place] = "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random) ?? "x"
    }
    text = String(letters)
  }
}
