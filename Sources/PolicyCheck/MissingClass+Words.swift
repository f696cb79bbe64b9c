internal import RouteEngine

extension MissingClass {
  /// A line for each reason; places in the named file are told by their line alone.
  package func words(whereFileIs file: String) -> [String] {
    reasons.map { $0.words(of: name, whereFileIs: file) }
  }
}

extension MissingClass.Reason {
  fileprivate func words(of name: String, whereFileIs file: String) -> String {
    switch self {
    case .undefined: return "no class `\(name)` here"
    case .withoutSignals: return "\(name): it has no signals"
    case .setAside: return "\(name): set aside, since the test says its `class`"
    case .vetoed: return "\(name): an `unless` of it takes the evidence back"
    case .withoutTask: return "\(name): the test gives no `task` for its phrases"
    case .noPhrase: return "\(name): none of its phrases counts in the task"
    case .withoutTaskForExamples: return "\(name): the test gives no `task` for its examples"
    case .unlikeExamples: return "\(name): the task is not like enough to its examples"
    case .withoutFiles: return "\(name): the test gives no `files` for its paths"
    case .otherPaths: return "\(name): none of its paths matches"
    case .noFact: return "\(name): no fact that it asks for holds"
    case .paths(let list): return "\(name): \(list.words(whereFileIs: file))"
    }
  }
}

extension MissingClass.PathList {
  /// "`any-path: ["src/ledger/**"]` (line 7) does not match migrations/0042.sql".
  fileprivate func words(whereFileIs file: String) -> String {
    let shown = globs.prefix(5).map { "\"\($0)\"" } + (globs.count > 5 ? ["…"] : [])
    let place: String
    if origin.file != file {
      place = origin.label
    } else if lastLine > origin.line {
      place = "lines \(origin.line)-\(lastLine)"
    } else {
      place = "line \(origin.line)"
    }
    let verb = key == "every-path" ? "does not match all of" : "does not match"
    return "`\(key): [\(shown.joined(separator: ", "))]` (\(place)) \(verb) \(files.shortList)"
  }
}

extension [String] {
  /// "a", "a, b, c", "a, b, c and 4 more".
  fileprivate var shortList: String {
    let shown = prefix(3).joined(separator: ", ")
    return count > 3 ? "\(shown) and \(count - 3) more" : shown
  }
}
