package import Usage

/// Which columns the dimensions make; a backend and its model are one.
struct ReportColumns {
  let columns: [Column]
  /// Where the class stands.
  let classPlace: Int?

  struct Column {
    let title: String
    /// Places in a row's labels.
    let places: [Int]
  }

  /// `separator` stands between a backend and its model.
  init(_ dimensions: [UsageDimension], separator: String = "/") {
    var columns: [Column] = []
    var classPlace: Int?
    let backend = dimensions.firstIndex(of: .backend)
    let model = dimensions.firstIndex(of: .model)
    for (place, dimension) in dimensions.enumerated() {
      if dimension == .class {
        classPlace = columns.count
      }
      if let backend, let model, place == backend || place == model {
        if place == min(backend, model) {
          columns.append(Column(title: "backend\(separator)model", places: [backend, model]))
        }
      } else {
        columns.append(Column(title: dimension.rawValue, places: [place]))
      }
    }
    self.columns = columns
    self.classPlace = classPlace
    self.separator = separator
  }

  private let separator: String

  /// What a row says in each column; "not by us" where a class would be, or behind the first.
  func labels(of row: UsageReport.Row, shown: (String) -> String) -> [String] {
    var labels = columns.map { column in
      column.places.map { row.labels[$0].map(shown) ?? "unknown" }.joined(separator: separator)
    }
    if !row.isLaunched {
      if let classPlace {
        labels[classPlace] = "not by us"
      } else if !labels.isEmpty {
        labels[0] += " (not by us)"
      }
    }
    return labels
  }
}

extension UsageDimension {
  /// What a report tells apart when nobody says anything else.
  package static let usual: [UsageDimension] = [.class, .backend, .model]
}
