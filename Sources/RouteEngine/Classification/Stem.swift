/// English inflection, and nothing else: plural, `-ed`, `-ing`.
///
/// The result is a key that all forms of one word share, not always a word itself (`rename`,
/// `renaming`, `renamed` → `renam`). Phrases and texts both pass through here. Derivation is never
/// touched: `production`, `product` and `produce` stay apart, as do `tester` and `test`. Words under
/// four letters, over forty, and with anything but ASCII letters stay as they are.
enum Stem {
  /// - Parameter word: folded; replaced by its key.
  static func reduce(_ word: inout [UInt8]) {
    guard (4...40).contains(word.count), word.allSatisfy(\.isASCIILetter) else { return }
    if StemExceptions.replace(&word) { return }
    if stripPlural(&word), StemExceptions.replace(&word) { return }
    if word.count >= 4 {
      stripParticiple(&word)
    }
    canonicalize(&word)
  }

  // MARK: - Plural

  /// `-s`, `-es`, `-ies`; not after `s`, `u`, `i`, where it is part of the word (`class`, `status`).
  private static func stripPlural(_ word: inout [UInt8]) -> Bool {
    guard word.ends("s"), !word.ends("ss"), !word.ends("us"), !word.ends("is") else { return false }
    if word.ends("ies") {
      word.replaceLast(word.count == 4 ? 1 : 3, with: word.count == 4 ? "" : "y")
    } else if word.ends("sses") || word.ends("shes") || word.ends("ches") || word.ends("xes")
      || word.ends("zzes") || word.ends("oes") && word.count > 4
    {
      word.removeLast(2)
    } else {
      word.removeLast()
    }
    return true
  }

  // MARK: - Participle

  private static func stripParticiple(_ word: inout [UInt8]) {
    if word.ends("ied") {
      word.replaceLast(word.count == 4 ? 1 : 3, with: word.count == 4 ? "" : "y")
      return
    }
    let length = word.ends("ing") ? 3 : word.ends("ed") && !word.ends("eed") ? 2 : 0
    let rest = word.count - length
    // `string`, `thing`, `shed`: without a vowel before it the ending is part of the word.
    guard length > 0, rest >= 2, (0..<rest).contains(where: { word.isVowel($0) }) else { return }
    word.removeLast(length)
    if word.endsDoubled {
      // `add`, `err`, `egg` are doubled themselves; `ll`, `ss`, `ff`, `zz` usually are.
      let isOwn = word.count == 3 && word.isVowel(0)
      if !isOwn, !word.ends("ll"), !word.ends("ss"), !word.ends("ff"), !word.ends("zz") {
        word.removeLast()
      }
    } else if word.measure() < 2, word.wantsSilentE {
      word.append(UInt8(ascii: "e"))
    }
  }

  // MARK: - One key

  /// Where spelling does not tell whether a form had a silent `e` or one `l`, neither is kept.
  private static func canonicalize(_ word: inout [UInt8]) {
    if word.count > 4, word.ends("ie") {
      // `cookies` and `policies` look alike: both end in `y`.
      word.replaceLast(2, with: "y")
    } else if word.ends("che") {
      // `caches` and `matches` look alike.
      word.removeLast()
    } else if word.ends("e"), !word.ends("ee"), !word.ends("oe") {
      if word.measure(dropping: 1) >= 2 { word.removeLast() }
    } else if word.ends("ll"), word.measure(dropping: 1) >= 2 {
      word.removeLast()
    }
  }
}

extension [UInt8] {
  fileprivate func ends(_ suffix: StaticString) -> Bool {
    guard count >= suffix.utf8CodeUnitCount else { return false }
    return suffix.withUTF8Buffer { unsafe self.suffix($0.count).elementsEqual($0) }
  }

  fileprivate mutating func replaceLast(_ length: Int, with ending: String) {
    removeLast(length)
    append(contentsOf: ending.utf8)
  }

  /// `y` is a vowel after a consonant; `u` after `q` is none.
  fileprivate func isVowel(_ index: Int) -> Bool {
    switch self[index] {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"): true
    case UInt8(ascii: "u"): index == 0 || self[index - 1] != UInt8(ascii: "q")
    case UInt8(ascii: "y"): index > 0 && !isVowel(index - 1)
    default: false
    }
  }

  /// How often a vowel is followed by a consonant: Porter's measure, about the count of syllables.
  fileprivate func measure(dropping last: Int = 0) -> Int {
    var measure = 0
    var wasVowel = false
    for index in 0..<(count - last) {
      // The same as `isVowel`, without looking back over a run of `y`.
      let isVowel = self[index] == UInt8(ascii: "y") ? index > 0 && !wasVowel : isVowel(index)
      if wasVowel, !isVowel { measure += 1 }
      wasVowel = isVowel
    }
    return measure
  }

  fileprivate var endsDoubled: Bool {
    count >= 3 && self[count - 1] == self[count - 2] && !isVowel(count - 1)
  }

  /// Whether a stem of one syllable lost an `e` before `-ed` or `-ing`.
  fileprivate var wantsSilentE: Bool {
    let last = self[count - 1]
    let before = self[count - 2]
    switch last {
    case UInt8(ascii: "v"), UInt8(ascii: "c"), UInt8(ascii: "z"), UInt8(ascii: "u"):
      // solve, trace, size, value
      return true
    case UInt8(ascii: "s") where count > 2 && !isShort:
      // parse, cause; doubled ones do not come here
      return !isVowel(count - 2) || isVowel(count - 3)
    case UInt8(ascii: "g") where before == UInt8(ascii: "n"):
      // change, but not bang
      return ["chang", "rang", "plung", "hing", "loung", "spong", "cring", "fring"]
        .contains { (ending: StaticString) in ends(ending) }
    case UInt8(ascii: "g") where !isVowel(count - 2):
      // merge, judge, bulge
      return true
    case UInt8(ascii: "l") where !isVowel(count - 2):
      // handle, but not curl or crawl
      return before != UInt8(ascii: "r") && before != UInt8(ascii: "w")
    case UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "y"):
      return false
    default:
      return isShort
    }
  }

  /// Consonant, vowel, consonant (`writ`, `cod`), or two letters (`us`, `ag`).
  private var isShort: Bool {
    guard !isVowel(count - 1), isVowel(count - 2) else { return false }
    return count == 2 || !isVowel(count - 3)
  }
}
