extension String {
  /// Whether the bytes of the other text stand somewhere in this one.
  ///
  /// Of an empty text they always do. Bytes are compared, not characters: a combining mark behind the
  /// other text does not hide it. `contains` of the standard library would bring its engine for
  /// regular expressions along, 1.3 MB of the program.
  package func containsBytes(of other: String) -> Bool { self[...].containsBytes(of: other) }

  /// Where the bytes of the other text stand first; absent when they do not.
  package func firstRange(ofBytesOf other: String) -> Range<Index>? {
    self[...].firstRange(ofBytesOf: other)
  }
}

extension Substring {
  /// Whether the bytes of the other text stand somewhere in this part of a text.
  package func containsBytes(of other: String) -> Bool { firstRange(ofBytesOf: other) != nil }

  /// Where the bytes of the other text stand first, as a place in the whole text; absent when they do not.
  package func firstRange(ofBytesOf other: String) -> Range<Index>? {
    guard let first = other.utf8.first else { return startIndex..<startIndex }
    var start = startIndex
    while let found = utf8[start...].firstIndex(of: first) {
      if utf8[found...].starts(with: other.utf8) {
        return found..<utf8.index(found, offsetBy: other.utf8.count)
      }
      start = utf8.index(after: found)
    }
    return nil
  }
}
