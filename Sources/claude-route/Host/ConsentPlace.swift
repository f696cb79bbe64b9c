/// The repository that is worked in, and what it was allowed.
struct ConsentPlace {
  let identity: RepositoryIdentity
  let record: ConsentRecord

  init(environment: RawEnvironment) throws(Refusal) {
    let (identity, state) = try Self.found(environment)
    self.identity = identity
    record = try ConsentRecord(of: identity, in: state)
  }

  static func found(
    _ environment: RawEnvironment
  ) throws(Refusal) -> (identity: RepositoryIdentity, state: StateFolder) {
    guard let identity = workingDirectory.flatMap(RepositoryIdentity.init) else {
      throw Refusal(.inputOutput, "the working directory is gone")
    }
    guard let state = StateFolder(environment: environment, home: environment.filled("HOME"))
    else { throw Refusal(.inputOutput, StateFolder.missing.message) }
    return (identity, state)
  }
}
