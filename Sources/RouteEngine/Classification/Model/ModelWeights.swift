/// What training made; `make train` writes this file.
enum ModelWeights {
  static let permissiveThreshold = 900
  static let protectiveThreshold = 400
  static let doubtThreshold = 300
  static let bucketCount = 1
  static let scales = LinearModel.Scores(repeating: 1)
  static let biases = LinearModel.Scores(repeating: 0)
  static let table: StaticString = """
    !!-------!!-------!!-------!!---
    """
}
