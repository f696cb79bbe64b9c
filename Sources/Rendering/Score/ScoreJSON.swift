internal import JSONTree
package import PolicyCheck
internal import RouteEngine

/// How well the classifier does, for programs.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning.
package struct ScoreJSON: Sendable {
  /// One document, ended by a line break.
  package let text: String

  /// With every task where they are asked for.
  package init(_ report: ScoreReport, hasRows: Bool = false) {
    let figures = report.all
    let document: JSONNode = [
      "schema": 1,
      "count": .number("\(figures.count)"),
      "confusion": .array(LabelledClass.allCases.map { Self.row(of: $0, figures.confusion) }),
      "classes": .array(LabelledClass.allCases.map { Self.scores(of: $0, figures.confusion) }),
      "macro-f1": [
        "fraction": Self.number(figures.confusion.macroF1),
        "low": Self.number(report.macroF1Interval?.lowerBound),
        "high": Self.number(report.macroF1Interval?.upperBound),
      ],
      "accuracy": Self.rate(figures.confusion.accuracy),
      "leak": Self.rate(figures.leak),
      "cheap-precision": Self.rate(figures.cheapPrecision),
      "cheap-recall": Self.rate(figures.cheapRecall),
      "kinds": .array(report.kinds.map(Self.kind)),
      "rows": hasRows ? .array(report.tasks.map(Self.row)) : .null,
    ]
    text = document.prettyText + "\n"
  }

  private static func row(of labelled: LabelledClass, _ confusion: Confusion) -> JSONNode {
    let members = LabelledClass.allCases.map { predicted in
      JSONMember(
        key: predicted.name,
        value: .number("\(confusion.count(labelled: labelled, predicted: predicted))")
      )
    }
    return ["labelled": .string(labelled.name), "predicted": .object(members)]
  }

  private static func scores(of found: LabelledClass, _ confusion: Confusion) -> JSONNode {
    [
      "class": .string(found.name),
      "precision": rate(confusion.precision(of: found)),
      "recall": rate(confusion.recall(of: found)),
      "f1": number(confusion.f1(of: found)),
    ]
  }

  private static func kind(_ kind: ScoreReport.Kind) -> JSONNode {
    [
      "kind": kind.name.isEmpty ? .null : .string(kind.name),
      "count": .number("\(kind.figures.count)"),
      "accuracy": rate(kind.figures.confusion.accuracy),
      "leak": rate(kind.figures.leak),
      "cheap-precision": rate(kind.figures.cheapPrecision),
      "cheap-recall": rate(kind.figures.cheapRecall),
    ]
  }

  private static func rate(_ rate: Rate) -> JSONNode {
    [
      "hits": .number("\(rate.hits)"),
      "of": .number("\(rate.count)"),
      "fraction": number(rate.fraction),
      "low": number(rate.interval?.lowerBound),
      "high": number(rate.interval?.upperBound),
    ]
  }

  private static func number(_ value: Double?) -> JSONNode {
    value.map { .number($0.fraction) } ?? .null
  }

  private static func row(_ scored: ScoredTask) -> JSONNode {
    [
      "line": .number("\(scored.task.line)"),
      "labelled": .string(scored.task.primary.name),
      "predicted": .string(scored.predicted.name),
      "labelled-cheap": .truth(scored.task.isCheap),
      "predicted-cheap": .truth(scored.isCheap),
      "target": scored.target.map { .string($0.text) } ?? .null,
      "evidence": .array(scored.reasons.map(JSONNode.string)),
      "text": .string(scored.task.text),
    ]
  }
}
