/// Where a credential comes from; never the credential itself.
package enum CredentialSource: Hashable, Sendable {
  /// The client's own saved login; native API only.
  case login
  /// No credential is needed.
  case none
  /// A variable of the environment.
  case environment(String)
  /// A file that only its owner can read.
  case file(String)
  /// An entry of the operating system's keychain, by service name.
  case keychain(String)
  /// The output of a program, given as an argument array; no shell.
  case command([String])
  /// The AWS SDK's credential chain.
  case aws
  /// Google's application default credentials.
  case google

  /// As written in a policy and in the selector key `payer`; of a command only its name.
  package var text: String {
    switch self {
    case .login: "login"
    case .none: "none"
    case .environment(let name): "env:\(name)"
    case .file(let path): "file:\(path)"
    case .keychain(let service): "keychain:\(service)"
    case .command(let arguments): "command:\(arguments.first ?? "")"
    case .aws: "aws"
    case .google: "google"
    }
  }
}
