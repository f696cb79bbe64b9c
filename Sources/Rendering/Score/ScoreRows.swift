package import PolicyCheck
internal import RouteEngine

/// Every labelled task with what was decided about it: a header and lines of columns separated by
/// tabs.
package struct ScoreRows: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  package init(_ report: ScoreReport) {
    let header = [
      "line", "labelled", "predicted", "labelled-cheap", "target", "evidence", "text",
    ]
    text = ([header] + report.tasks.map(Self.cells))
      .map { cells in cells.map(\.printable).joined(separator: "\t") + "\n" }
      .joined()
  }

  private static func cells(_ scored: ScoredTask) -> [String] {
    let reasons = scored.reasons.joined(separator: "; ")
    return [
      String(scored.task.line), scored.task.primary.name, scored.predicted.name,
      scored.task.isCheap ? "yes" : "no", scored.target?.text ?? "denied",
      reasons.isEmpty ? "-" : reasons, scored.task.text,
    ]
  }
}
