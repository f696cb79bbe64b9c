/// What the command line says of a task and its route.
struct RoutingOptions: Equatable {
  var task: String?
  var classes: [String] = []
  var labels: [String] = []
  var files: [String] = []
  var filesFrom: String?
  var alias: String?
  var backend: String?
  var model: String?
  var effort: String?
  var policy: String?
  var ignoresRepository = false
  var client: String?
  var maximumBudgetUSD: Double?
}
