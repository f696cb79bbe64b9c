internal import RouteEngine

extension CredentialSource {
  /// Who pays, as people call it: the variable's name, "login", "the file ~/key".
  package var payerWords: String {
    switch self {
    case .login: "login"
    case .none: "nobody"
    case .environment(let name): name
    case .file(let path): "the key in \(path)"
    case .keychain(let service): "the keychain's \(service)"
    case .command(let words): "the key that `\(words.first ?? "")` prints"
    case .aws: "AWS"
    case .google: "Google Cloud"
    }
  }

  /// That the credential is there: "login saved", "OPENROUTER_API_KEY is set, not contacted".
  fileprivate var presentWords: String {
    switch self {
    case .login: "login saved"
    case .none: "needs no credential"
    case .environment(let name): "\(name) is set, not contacted"
    case .file(let path): "\(path) is there, not contacted"
    case .keychain, .command: "not asked yet"
    case .aws: "AWS credentials are there, not contacted"
    case .google: "Google credentials are there, not contacted"
    }
  }

  /// What would make it present: "no login is saved", "OPENROUTER_API_KEY is not set".
  fileprivate var missingWords: String {
    switch self {
    case .login: "no login is saved"
    case .none: "none"
    case .environment(let name): "\(name) is not set"
    case .file(let path): "\(path) is not there or not private"
    case .keychain(let service): "the keychain has no \(service)"
    case .command(let words): "`\(words.first ?? "")` cannot be run"
    case .aws: "no AWS credentials"
    case .google: "no Google credentials"
    }
  }
}

extension Availability {
  /// One clause for a table or a sentence.
  package var words: String {
    switch self {
    case .available(let payer):
      payer.presentWords
    case .unverified(.login):
      "no login found, the client will ask"
    case .unverified(let payer):
      "\(payer.payerWords): \(payer.presentWords)"
    case .unavailable(.credential(let sources)):
      sources.map(\.missingWords).joined(separator: ", ")
    case .unavailable(.region(let variables)):
      "no region: set " + variables.joined(separator: " or ")
    case .unavailable(.project(let variables)):
      "no project: set " + variables.joined(separator: " or ")
    }
  }

  /// `available`, `unverified` or `unavailable`.
  package var name: String {
    switch self {
    case .available: "available"
    case .unverified: "unverified"
    case .unavailable: "unavailable"
    }
  }
}

extension Candidate {
  /// Who pays: "login", "OPENROUTER_API_KEY", "AWS profile acme-claude".
  var payerWords: String {
    guard let payer = availability.payer else { return "nobody" }
    if payer == .aws, let profile = target.backend.profile {
      return "AWS profile \(profile)"
    }
    return payer.payerWords
  }

  /// Why it is a candidate: "route `mechanical` (built-in:143)", "default", "command line".
  package var sourceWords: String {
    switch source {
    case .route(let name, let origin): "route `\(name)` (\(origin.label))"
    case .default: "default"
    case .commandLine: "command line"
    case .session: "the session ran there"
    }
  }
}

extension Candidate {
  /// The same with the line of the default too: "default (team.yaml:12)".
  func placedSourceWords(in policy: Policy) -> String {
    guard case .default = source, let origin = policy.defaultOrigin else { return sourceWords }
    return "default (\(origin.label))"
  }

  /// The rule that makes it a candidate; absent for the command line and a session that goes on.
  func origin(in policy: Policy) -> Origin? {
    switch source {
    case .route(_, let origin): origin
    case .default: policy.defaultOrigin
    case .commandLine, .session: nil
    }
  }

  /// The route's name, or `default`; absent for the command line and a session that goes on.
  var routeName: String? { source.routeName }
}

extension Candidate.Source {
  /// The route's name, or `default`; absent for the command line and a session that goes on.
  var routeName: String? {
    switch self {
    case .route(let name, _): name
    case .default: "default"
    case .commandLine, .session: nil
    }
  }
}

extension Evidence {
  /// "phrase `license headers` (built-in:88), characters 0-15".
  package var words: String {
    let place = origin.map { " (\($0.label))" } ?? ""
    let doubt = isUnknown ? ", cannot be known here" : ""
    switch signal {
    case .phrase:
      let span = span.map { ", characters \($0.lowerBound)-\($0.upperBound)" } ?? ""
      let shown = text.lowercased() == pattern.lowercased() ? "" : " in `\(text)`"
      return "phrase `\(pattern)`\(shown)\(place)\(span)"
    case .anyPath, .everyPath:
      return "\(signal.rawValue) `\(pattern)`\(place): \(text)\(doubt)"
    case .fact:
      return "\(pattern)\(place)\(text.isEmpty ? "" : ": \(text)")\(doubt)"
    case .example:
      return "example `\(pattern)`\(place), \(text) alike"
    case .model:
      return "model \(pattern)\(text.isEmpty ? "" : ": \(text)")"
    case .given:
      return "given by --class"
    case .session:
      return "of the session that is resumed"
    }
  }

  /// "`race` (13-17)" for a short list.
  package var shortWords: String {
    if signal == .model { return "model \(pattern)" }
    guard let span else { return words }
    return "`\(text)` (\(span.lowerBound)-\(span.upperBound))"
  }
}
