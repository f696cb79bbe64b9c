package import BackendProbe
internal import Diagnostics
package import RouteEngine
internal import Usage

/// What a probe found out, as people read it: a row for each thing it looked at.
package struct ProbeText: Sendable {
  /// Several lines, each ended by a line break; what the backend said is fit for a terminal.
  package let text: String

  /// `staleness` is what makes the record old; absent while it is fresh.
  package init(_ profile: BackendProfile, staleness: Measurement.Staleness?) {
    let sent = profile.modelID.map { $0 == profile.model ? "" : " = `\($0)`" } ?? ""
    let client = profile.client.version.map { ", client \($0)" } ?? ""
    let age = staleness.map { " (\($0.words))" } ?? ""
    var lines = ["\(profile.backend)/\(profile.model)\(sent), \(profile.day.text)\(client)\(age)"]
    if let failure = profile.failure {
      lines.append("  it gave no answer: \(failure)")
    }
    lines +=
      TextTable(
        profile.findings.map { finding in
          [finding.check.words, finding.grade.rawValue, finding.observation]
        }
      )
      .lines
    lines.append(
      profile.dollars.map { "cost \(Dollars($0).text) by list prices" }
        ?? "cost unknown: there is no list price"
    )
    text = lines.map { SecretShape.concealed($0).printable + "\n" }.joined()
  }
}

extension Measurement.Staleness {
  /// "older than 30 days", "with another client".
  package var words: String {
    switch self {
    case .age: "older than \(Measurement.maximumAgeDays) days"
    case .client: "with another client"
    case .distrusted: "where others could have written it"
    }
  }
}
