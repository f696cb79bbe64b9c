/// A pattern cut at its slashes.
struct GlobSegments: Sendable {
  private(set) var segments: [Segment] = []

  enum Segment: Sendable {
    case name([GlobStep])
    /// `**` between slashes: any number of whole parts, but at least so many.
    case anyDepth(atLeast: Int)
  }

  /// `isName` is for a pattern that is matched against single names, where git reads `**` as `*`.
  init(_ pattern: ArraySlice<UInt8>, isName: Bool = false) throws(Glob.Fault) {
    var reader = GlobReader(pattern)
    var hasMore = true
    while hasMore {
      let name = try reader.name()
      let slash = reader.takeSlash()
      if !isName, name.count == 1, case .star(isDouble: true) = name[0] {
        // Only before a bare slash does git's shortcut for no part at all apply.
        segments.append(.anyDepth(atLeast: slash == .bare ? 0 : 1))
      } else {
        segments.append(.name(name))
      }
      hasMore = slash != nil
    }
  }

  /// Whether the segments match the parts from `start` on, up to a place that `accepts`.
  ///
  /// `accepts` is given where the next part would begin: one past a slash, or one past the end of
  /// the text plus one. As `**` is the only segment of varying length, going back to the last one is
  /// enough, and no pair of segment and part is compared twice.
  func match(in text: [UInt8], from start: Int, accepts: (Int) -> Bool) -> Bool {
    var segment = 0
    var part = start
    var retry: (segment: Int, part: Int)?
    while true {
      if segment == segments.count {
        if accepts(part) { return true }
      } else if case .anyDepth(let least) = segments[segment] {
        segment += 1
        if least > 0 {
          guard part <= text.count else { return false }
          part = Self.nextPart(in: text, after: part)
        }
        retry = (segment, part)
        continue
      } else if part <= text.count {
        let next = Self.nextPart(in: text, after: part)
        if case .name(let steps) = segments[segment], steps.matches(text, part..<next - 1) {
          segment += 1
          part = next
          continue
        }
      }
      guard let last = retry, last.part <= text.count else { return false }
      segment = last.segment
      part = Self.nextPart(in: text, after: last.part)
      retry = (segment, part)
    }
  }

  /// Whether the pattern, which has no slash, matches exactly these bytes.
  func matchesName(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    if case .name(let steps)? = segments.first {
      return segments.count == 1 && steps.matches(text, range)
    }
    return false
  }

  /// The bytes that everything has in front which the whole pattern matches.
  var literalBeginning: [UInt8] {
    guard case .name(let steps)? = segments.first else { return [] }
    var bytes: [UInt8] = []
    for step in steps {
      guard case .byte(let byte) = step else { break }
      bytes.append(byte)
    }
    return bytes
  }

  private static func nextPart(in text: [UInt8], after start: Int) -> Int {
    var index = start
    while index < text.count, text[index] != UInt8(ascii: "/") {
      index += 1
    }
    return index + 1
  }
}

/// One step inside a name.
enum GlobStep: Hashable, Sendable {
  case byte(UInt8)
  /// `?`: any byte, as git counts, not any character.
  case any
  case set(GlobByteSet)
  case star(isDouble: Bool)
}

extension [GlobStep] {
  /// Whether the steps match exactly these bytes; they hold no slash.
  ///
  /// Going back to the last star is enough, so the time is at worst the product of both lengths.
  func matches(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    var step = 0
    var index = range.lowerBound
    var retry: (step: Int, index: Int)?
    while true {
      if step < count, case .star = self[step] {
        step += 1
        if step == count { return true }
        retry = (step, index)
        continue
      }
      if index < range.upperBound, step < count, self[step].matches(text[index]) {
        step += 1
        index += 1
        continue
      }
      if index == range.upperBound, step == count { return true }
      guard let last = retry, last.index < range.upperBound else { return false }
      step = last.step
      index = last.index + 1
      retry = (step, index)
    }
  }
}

extension GlobStep {
  fileprivate func matches(_ byte: UInt8) -> Bool {
    switch self {
    case .byte(let expected): byte == expected
    case .any: true
    case .set(let set): set.contains(byte)
    case .star: false
    }
  }
}
