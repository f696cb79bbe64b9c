internal import RouteEngine

extension Alternative {
  /// "without class production: openrouter/haiku".
  var words: String {
    let target = decision.chosen?.target.target.text ?? "denied"
    switch change {
    case .without(let names):
      let noun = names.count == 1 ? "class" : "classes"
      return "without \(noun) \(names.joined(separator: ", ")): \(target)"
    case .with(let name):
      return "with class \(name): \(target)"
    }
  }
}

extension DoubtedClass {
  /// "doubted bulk, model 12 %: phrase `rename` (built-in:88), characters 0-6".
  var words: String {
    let reason = percent.map { "model \($0) %" } ?? "a counter-example is nearer"
    return "doubted \(name), \(reason): " + evidence.map(\.words).joined(separator: ", ")
  }
}
