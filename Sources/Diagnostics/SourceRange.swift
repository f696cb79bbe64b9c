/// A place in a text file; line and column are counted from 1, columns in Unicode scalars.
@usableFromInline
package struct SourcePosition: Hashable, Sendable, Comparable {
  @inlinable package var line: Int { Int(storedLine) }
  @inlinable package var column: Int { Int(storedColumn) }

  // A tree of a large policy holds a million positions, and no file that is read has 2^32 lines.
  @usableFromInline let storedLine: UInt32
  @usableFromInline let storedColumn: UInt32

  @inlinable @inline(__always)
  package init(line: Int, column: Int) {
    storedLine = UInt32(clamping: line)
    storedColumn = UInt32(clamping: column)
  }

  @inlinable @inline(__always)
  package init(line: UInt32, column: UInt32) {
    storedLine = line
    storedColumn = column
  }

  @inlinable
  package static func == (left: SourcePosition, right: SourcePosition) -> Bool {
    left.storedLine == right.storedLine && left.storedColumn == right.storedColumn
  }

  @inlinable
  package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.storedLine, left.storedColumn) < (right.storedLine, right.storedColumn)
  }
}

/// A piece of a text file, from `start` up to but not including `end`.
@usableFromInline
package struct SourceRange: Hashable, Sendable {
  @usableFromInline package let start: SourcePosition
  @usableFromInline package let end: SourcePosition

  @inlinable
  package init(start: SourcePosition, end: SourcePosition) {
    self.start = start
    self.end = end
  }

  /// An empty range at one place, for what is missing there.
  @inlinable
  package init(at position: SourcePosition) {
    self.init(start: position, end: position)
  }
}

/// A range together with the file it is in.
package struct SourcePlace: Hashable, Sendable {
  /// The file's name as people read it: a path, `built-in`, or `-` for standard input.
  package let file: String
  package let range: SourceRange

  package init(file: String, range: SourceRange) {
    self.file = file
    self.range = range
  }
}
