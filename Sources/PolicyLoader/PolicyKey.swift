internal import RouteEngine

/// The keys of every mapping in a policy: what the loader reads and what the schema offers.
///
/// The schema switches over them, so a key cannot be read without being described.
enum PolicyKey {
  /// The file itself.
  enum File: String, CaseIterable {
    case version
    case name
    case description
    case extends
    case labels
    case projects
    case backends
    case aliases
    case classes
    case classifier
    case routes
    case `default`
    case constraints
    case invariants
    case tests
    case client
    case prices
    case ledger
    case builtIn = "built-in"

    /// Whether a file of that layer may say it.
    func isAllowed(in layer: Layer) -> Bool {
      switch self {
      case .version, .name, .description, .labels, .classes, .classifier, .routes, .default,
        .constraints, .invariants, .tests:
        true
      case .aliases: layer == .repository || layer == .user
      case .extends, .projects, .builtIn: layer == .user || layer == .managed
      case .backends, .client, .ledger, .prices: layer != .repository
      }
    }

    static func allowed(in layer: Layer) -> [File] {
      allCases.filter { $0.isAllowed(in: layer) }
    }
  }

  /// An entry of `extends`.
  enum Extension: String, CaseIterable {
    case path
    case sha256
  }

  /// An entry of `projects`.
  enum Project: String, CaseIterable {
    case path
    case remote
    case labels
  }

  enum BuiltIn: String, CaseIterable {
    case without
  }

  enum Client: String, CaseIterable {
    case path
    case minimumVersion = "minimum-version"
    case wrap
  }

  enum Ledger: String, CaseIterable {
    case text
  }

  enum Alias: String, CaseIterable {
    case `class`
    case label
    case backend
    case model
    case effort
  }

  enum Backend: String, CaseIterable {
    case preset
    case kind
    case trust
    case baseURL = "base-url"
    case credential
    case auth
    case region
    case profile
    case project
    case models
    case traits
    case assumedTraits = "assumed-traits"
    case headers
    case env
    case tags
    case timeout
    case compatibility
    case skipAuth = "skip-auth"
    case plainHTTP = "plain-http"
    case billing
    case price
    case repositoryMayChoose = "repository-may-choose"
  }

  /// A credential that is not one word.
  enum Credential: String, CaseIterable {
    case command
  }

  enum Price: String, CaseIterable {
    case multiplier
  }

  /// `prices`, and the file of those that are compiled in.
  enum Prices: String, CaseIterable {
    case date
    case source
    case models
    case retirements
  }

  /// Days on which a model is switched off.
  enum Retirement: String, CaseIterable {
    case api
    case bedrock
    case vertex
  }

  /// Dollars per million tokens.
  enum ModelPrices: String, CaseIterable {
    case input
    case output
    case cacheWrite5m = "cache-write-5m"
    case cacheWrite1h = "cache-write-1h"
    case cacheRead = "cache-read"
    case longPrompt = "long-prompt"
  }

  /// The other prices of prompts above so many tokens.
  enum LongPrompt: String, CaseIterable {
    case above
    case input
    case output
    case cacheWrite5m = "cache-write-5m"
    case cacheWrite1h = "cache-write-1h"
    case cacheRead = "cache-read"
  }

  enum Class: String, CaseIterable {
    case description
    case protective
    case signals
    case unless
    case examples
    case counterExamples = "counter-examples"
  }

  enum Classifier: String, CaseIterable {
    case model
    case mayAssign = "may-assign"
    case thresholds
    case negationWindow = "negation-window"
  }

  /// Under `thresholds`.
  enum Threshold: String, CaseIterable {
    case permissive
    case protective
    case fallback
    case doubt
    case similarity
  }

  /// An entry of `signals` has one of them.
  enum Signal: String, CaseIterable {
    case phrases
    case anyPath = "any-path"
    case everyPath = "every-path"
    case fact
  }

  /// A condition has one of them.
  enum Condition: String, CaseIterable {
    case all
    case any
    case not
    case `class`
    case label
    case fact
  }

  /// What may stand beside `fact`, one of them.
  enum Comparison: String, CaseIterable {
    case equals
    case `in`
    case matches
    case gt
    case gte
    case lt
    case lte
    case exists
  }

  enum Route: String, CaseIterable {
    case name
    case when
    case to
  }

  enum Target: String, CaseIterable {
    case backend
    case model
    case effort
    case thinking
    case maximumBudget = "max-budget-usd"
  }

  enum Constraint: String, CaseIterable {
    case name
    case when
    case unless
    case forbid
    case require
    case reason
  }

  enum Selector: String, CaseIterable {
    case backend
    case kind
    case trust
    case model
    case effort
    case thinking
    case trait
    case payer
    case region
    case geography
  }

  enum Invariant: String, CaseIterable {
    case name
    case when
    case assume
    case never
    case always
    case outcome

    /// An invariant has one of them.
    static let promises: [Invariant] = [.never, .always, .outcome]
  }

  /// Under `assume`.
  enum Assumption: String, CaseIterable {
    case available
  }

  enum Test: String, CaseIterable {
    case name
    case task
    case facts
    case labels
    case files
    case `class`
    case unavailable
    case measured
    case expect
  }

  /// The state of a fact that has no value.
  enum FactState: String, CaseIterable {
    case `is`
  }

  /// Under `expect`.
  enum Expectation: String, CaseIterable {
    case outcome
    case target
    case backend
    case model
    case effort
    case route
    case constraint
    case classes
  }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// All of them as a policy writes them.
  static var words: [String] { allCases.map(\.rawValue) }
}
