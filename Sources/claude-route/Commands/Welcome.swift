internal import Rendering
internal import RouteEngine

/// The bare word on a terminal; never shell text.
struct Welcome {
  let input: ProcessInput

  func status() throws(Refusal) -> Int32 {
    let environment = input.environment
    let home = environment.filled("HOME")
    let reading = PolicyReading(environment: environment, home: home)
    let policy = try reading.policy(insteadOfUsers: nil)
    let settings = try SettingsFiles(environment: environment, home: home, client: nil)
    let inventory = CredentialProbe(
      environment: environment,
      home: home,
      keptNames: input.keptNames,
      userSettings: settings.user
    )
    .inventory(for: policy)
    let screen = FirstScreen(
      version: programVersion,
      policy: policy,
      inventory: inventory,
      shellRoute: input.rawEnvironment.shellRoute?.text,
      userPolicyPath: reading.userPath
    )
    try writeOutput(screen.text)
    return Outcome.done.rawValue
  }
}
