/// A command line that routes, in the form that nearly all of them have, read in one pass.
///
/// The parser of all commands takes milliseconds to describe every flag before it looks at a word,
/// and the program stands in front of every launch. So the plain form is read here: flags of one
/// value with the value behind them, and flags without one, each at most once. Whatever else there
/// is, a mistake above all, is left to the parser; what is read here, it would read alike.
struct RouteCommandLine: Equatable {
  private(set) var routing = RoutingOptions()
  private(set) var output = OutputOptions()

  /// Absent when the words are for the parser.
  init?(_ words: [String]) {
    var seen: [String] = []
    var position = 0
    while position < words.count {
      let flag = words[position]
      position += 1
      guard !seen.contains(flag) else { return nil }
      if set(flag) {
        seen.append(flag)
        continue
      }
      guard position < words.count, !words[position].hasPrefix("-") else { return nil }
      let value = words[position]
      position += 1
      switch flag {
      case "--class": routing.classes.append(value)
      case "--label": routing.labels.append(value)
      default:
        guard set(flag, to: value) else { return nil }
        seen.append(flag)
      }
    }
  }

  private mutating func set(_ flag: String) -> Bool {
    switch flag {
    case "--no-repo-policy": routing.ignoresRepository = true
    case "--reveal": output.revealsCredential = true
    case "--no-hold": output.isUnheld = true
    case "--quiet": output.isQuiet = true
    case "--dry-run": output.isDryRun = true
    default: return false
    }
    return true
  }

  private mutating func set(_ flag: String, to value: String) -> Bool {
    switch flag {
    case "--task": routing.task = value
    case "--alias": routing.alias = value
    case "--backend": routing.backend = value
    case "--model": routing.model = value
    case "--effort": routing.effort = value
    case "--policy": routing.policy = value
    case "--client": routing.client = value
    case "--format":
      output.format = OutputFormat(rawValue: value)
      return output.format != nil
    default: return false
    }
    return true
  }
}
