import Foundation

/// The document that `explain --json` promises.
struct Explained: Decodable, Equatable {
  var schema: Int
  var classes: [ExplainedClass]
  var setAside: [ExplainedClass]
  var candidates: [ExplainedCandidate]
  var decision: ExplainedDecision
  var policy: ExplainedPolicy

  enum CodingKeys: String, CodingKey {
    case schema, classes, candidates, decision, policy
    case setAside = "set-aside"
  }
}

extension Explained {
  init(_ run: Run) throws {
    self = try JSONDecoder().decode(Explained.self, from: Data(run.output.utf8))
  }
}

extension Explained {
  /// What the learned model says changes whenever it is trained again.
  var withoutModel: Explained {
    var rest = self
    for index in rest.classes.indices { rest.classes[index].evidence.removeAll(where: \.isModel) }
    for index in rest.setAside.indices { rest.setAside[index].evidence.removeAll(where: \.isModel) }
    return rest
  }
}

extension ExplainedClass.Evidence {
  fileprivate var isModel: Bool { signal == "model" }
}

extension Run {
  /// The same without the lines and clauses in which the learned model speaks.
  var withoutModel: Run {
    var rest = self
    let lines = rest.output.split(separator: "\n", omittingEmptySubsequences: false)
    rest.output = lines.filter { $0.wholeMatch(of: /\s+model \d+ %.*/) == nil }
      .joined(separator: "\n").replacing(/, model \d+ %/, with: "")
    rest.errors = rest.errors.replacing(/, model \d+ %/, with: "")
    return rest
  }
}

struct ExplainedClass: Decodable, Equatable {
  var name: String
  var protective: Bool
  var evidence: [Evidence]

  struct Evidence: Decodable, Equatable {
    var signal: String
    var pattern: String
    var text: String
    var start: Int?
    var end: Int?
  }
}

struct ExplainedCandidate: Decodable, Equatable {
  var backend: String
  var model: String
  var route: String?
  var permitted = true
  var stoppedBy: [String] = []
  var availability: String

  enum CodingKeys: String, CodingKey {
    case backend, model, route, permitted, availability
    case stoppedBy = "stopped-by"
  }

  init(_ backend: String, _ model: String, _ route: String?, _ availability: String) {
    self.backend = backend
    self.model = model
    self.route = route
    self.availability = availability
  }
}

struct ExplainedDecision: Decodable, Equatable {
  var outcome: String
  var backend: String?
  var model: String?
  var modelID: String?
  var effort: String?
  var route: String?
  var payer: String?

  enum CodingKeys: String, CodingKey {
    case outcome, backend, model, effort, route, payer
    case modelID = "model-id"
  }
}

struct ExplainedPolicy: Decodable, Equatable {
  var digest: String
  var layers: [Layer]

  struct Layer: Decodable, Equatable {
    var layer: String
    var file: String
    var digest: String
  }
}
