internal import Diagnostics

extension Event {
  /// The event of a value, which for one that is left out ends where its key does when it would be
  /// on another line.
  ///
  /// libyaml puts what a key without a `:` lacks where the next key begins, or behind the file.
  func leftOut(behind key: Event) -> Event {
    guard kind == .scalar, range.start == range.end, range.start.line > key.range.end.line
    else { return self }
    return Event(kind: kind, style: style, range: SourceRange(at: key.range.end))
  }

  /// The range of a list or mapping that this event begins.
  ///
  /// libyaml ends one that is told by its indentation where the next one begins, lines below.
  func range(to end: Event, behind last: SourcePosition?) -> SourceRange {
    let end = style == .plain ? last ?? range.end : end.range.end
    return SourceRange(start: range.start, end: end)
  }
}
