internal import Diagnostics
package import HealthCheck

/// What `doctor` found, as people read it: subject, what was found, how much it matters, and below
/// what follows and what helps.
package struct HealthText: Sendable {
  private let findings: [HealthFinding]

  /// A longer message pushes its level to the right.
  private static let maximumMessageWidth = 72

  /// In the order of the report.
  package init(_ report: HealthReport) {
    findings = report.findings
  }

  /// One line or more for each finding and one that counts them, each ended by a line break.
  package var text: String {
    let subjects = findings.map(\.subject.printable)
    let messages = findings.map(Self.message)
    let subjectWidth = (subjects.map(\.count).max() ?? 0) + 2
    let messageWidth = min(messages.map(\.count).max() ?? 0, Self.maximumMessageWidth) + 2
    let margin = String(repeating: " ", count: subjectWidth)
    var lines: [String] = []
    for (index, finding) in findings.enumerated() {
      let message = messages[index]
      let cell =
        message.count + 2 > messageWidth ? message + "  " : message.padded(to: messageWidth)
      lines.append(subjects[index].padded(to: subjectWidth) + cell + finding.level.rawValue)
      lines += below(finding).map { margin + $0 }
    }
    return (lines + [countLine]).map { $0 + "\n" }.joined()
  }

  private static func message(_ finding: HealthFinding) -> String {
    (finding.place.map { "\($0.label): " } ?? "").printable + finding.message.shown
  }

  private func below(_ finding: HealthFinding) -> [String] {
    [finding.detail?.shown].compactMap(\.self)
      + finding.explanations.map { "= \($0.shown)" }
      + [finding.help.map { "= help: \($0.shown)" }].compactMap(\.self)
  }

  /// `3 warnings, 2 notes`; `nothing to say` when all is well.
  private var countLine: String {
    let levels: [(HealthFinding.Level, String)] = [
      (.error, "error"), (.warning, "warning"), (.note, "note"),
    ]
    let counts = levels.compactMap { level, word -> String? in
      let count = findings.count { $0.level == level }
      return count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    return counts.isEmpty ? "nothing to say" : counts.joined(separator: ", ")
  }
}

extension String {
  /// Fit for a terminal, with asterisks for what looks like a secret.
  fileprivate var shown: String { SecretShape.concealed(self).printable }
}
