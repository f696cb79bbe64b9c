/// Three-valued truth as two questions: is it certainly true, may it be true.
struct NaiveTruth: Equatable {
  var isCertain: Bool
  var isPossible: Bool

  static let yes = NaiveTruth(isCertain: true, isPossible: true)
  static let no = NaiveTruth(isCertain: false, isPossible: false)
  static let unknown = NaiveTruth(isCertain: false, isPossible: true)

  init(isCertain: Bool, isPossible: Bool) {
    self.isCertain = isCertain
    self.isPossible = isPossible
  }

  init(_ value: Bool) {
    self = value ? .yes : .no
  }

  var negated: NaiveTruth { NaiveTruth(isCertain: !isPossible, isPossible: !isCertain) }

  static func every(_ parts: [NaiveTruth]) -> NaiveTruth {
    NaiveTruth(
      isCertain: parts.allSatisfy(\.isCertain),
      isPossible: parts.allSatisfy(\.isPossible)
    )
  }

  static func some(_ parts: [NaiveTruth]) -> NaiveTruth {
    NaiveTruth(
      isCertain: parts.contains(where: \.isCertain),
      isPossible: parts.contains(where: \.isPossible)
    )
  }
}

extension SpecFactTest {
  /// Rule 3.
  func truth(of state: SpecFact) -> NaiveTruth {
    switch state {
    case .unknown: .unknown
    case .absent: NaiveTruth(isExistsFalse)
    case .value(let value): NaiveTruth(holds(for: value))
    }
  }

  private var isExistsFalse: Bool {
    if case .exists(false) = comparison { return true }
    return false
  }

  private func holds(for value: SpecValue) -> Bool {
    switch comparison {
    case .equals(let other): return value == other
    case .isIn(let others): return others.contains(value)
    case .exists(let expected): return expected
    case .matches(let glob):
      guard case .text(let text) = value else { return false }
      return NaiveGlob.matches(glob, text)
    case .greater(let bound): return value.number.map { $0 > bound } ?? false
    case .greaterOrEqual(let bound): return value.number.map { $0 >= bound } ?? false
    case .less(let bound): return value.number.map { $0 < bound } ?? false
    case .lessOrEqual(let bound): return value.number.map { $0 <= bound } ?? false
    }
  }
}

extension SpecValue {
  fileprivate var number: Int? {
    if case .number(let number) = self { return number }
    return nil
  }
}

/// The few forms of globs that the generator writes, each by what gitignore says of it.
enum NaiveGlob {
  /// Over a whole value.
  static func matches(_ glob: String, _ text: String) -> Bool {
    if glob.hasSuffix("/**") {
      // Everything inside, and nothing else.
      let folder = glob.dropLast(2)
      return text.hasPrefix(folder) && text.count > folder.count
    }
    guard let star = glob.firstIndex(of: "*") else { return text == glob }
    let head = glob[..<star]
    let tail = glob[glob.index(after: star)...]
    guard text.hasPrefix(head), text.hasSuffix(tail), text.count >= head.count + tail.count else {
      return false
    }
    return !text.dropFirst(head.count).dropLast(tail.count).contains("/")
  }

  /// Over a path: without a slash the last part decides, or a folder's name above it.
  static func matchesPath(_ glob: String, _ path: String) -> Bool {
    if glob.contains("/") { return matches(glob, path) }
    return path.split(separator: "/").contains { matches(glob, String($0)) }
  }
}
