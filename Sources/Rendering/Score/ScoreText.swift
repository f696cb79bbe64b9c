package import PolicyCheck

/// How well the classifier does, as people read it.
package struct ScoreText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  package init(_ report: ScoreReport) {
    let figures = report.all
    var parts = [
      ["\(figures.count) task\(figures.count == 1 ? "" : "s")"],
      Self.matrix(figures.confusion),
      Self.classes(figures.confusion),
      Self.sums(report),
    ]
    if !report.kinds.isEmpty {
      parts.append(Self.kinds(report.kinds))
    }
    text = parts.map { lines in lines.map { $0 + "\n" }.joined() }.joined(separator: "\n")
  }

  private static func matrix(_ confusion: Confusion) -> [String] {
    let header = ["labelled / predicted"] + LabelledClass.allCases.map(\.name)
    return aligned(
      [header]
        + LabelledClass.allCases.map { labelled in
          [labelled.name]
            + LabelledClass.allCases.map {
              String(confusion.count(labelled: labelled, predicted: $0))
            }
        },
      numbers: 1..<header.count
    )
  }

  private static func classes(_ confusion: Confusion) -> [String] {
    aligned(
      [["class", "precision", "recall", "F1"]]
        + LabelledClass.allCases.map { found in
          [
            found.name, confusion.precision(of: found).words, confusion.recall(of: found).words,
            confusion.f1(of: found).map { "\($0.percent) %" } ?? "-",
          ]
        },
      numbers: 3..<4
    )
  }

  private static func sums(_ report: ScoreReport) -> [String] {
    let figures = report.all
    var macroF1 = "-"
    if let value = figures.confusion.macroF1, let interval = report.macroF1Interval {
      macroF1 = "\(value.percent) % \(interval.percents)"
    }
    return [
      "macro-F1 \(macroF1)",
      "accuracy \(figures.confusion.accuracy.words)",
      "leak \(figures.leak.words)",
      "cheap precision \(figures.cheapPrecision.words)",
      "cheap recall \(figures.cheapRecall.words)",
    ]
  }

  private static func kinds(_ kinds: [ScoreReport.Kind]) -> [String] {
    aligned(
      [["kind", "n", "accuracy", "leak", "cheap precision", "cheap recall"]]
        + kinds.map { kind in
          [
            kind.name.isEmpty ? "-" : kind.name.printable, String(kind.figures.count),
            kind.figures.confusion.accuracy.words, kind.figures.leak.words,
            kind.figures.cheapPrecision.words, kind.figures.cheapRecall.words,
          ]
        },
      numbers: 1..<2
    )
  }

  /// Columns two blanks apart, numbers on the right of theirs.
  private static func aligned(_ rows: [[String]], numbers: Range<Int>) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated()
        .map { column, cell in
          guard numbers.contains(column) else {
            return column == row.count - 1 ? cell : cell.padded(to: widths[column])
          }
          return String(repeating: " ", count: widths[column] - cell.count) + cell
        }
      return cells.joined(separator: "  ")
    }
  }
}
