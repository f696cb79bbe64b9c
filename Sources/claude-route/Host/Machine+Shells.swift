internal import ClaudeClient
internal import HealthCheck
internal import PolicyStarter
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Shell start files, and the shell that called us.
extension Machine {
  private var payingNames: Set<String> {
    let sources = policy.policy.backends.flatMap(\.credentials)
    return Set(
      sources.compactMap { source in
        guard case .environment(let name) = source else { return nil }
        return name
      }
    )
  }

  var startFileFindings: [HealthFinding] {
    guard let home else { return [] }
    return EarlierSetups.startFiles.flatMap { name -> [HealthFinding] in
      let path = "~/\(name)"
      let bytes: [UInt8]
      do throws(SystemError) {
        bytes = try readFile("\(home)/\(name)", limit: EarlierSetups.maximumBytes).bytes
      } catch {
        if error.code == ENOENT || error.code == ENOTDIR { return [] }
        return [unread(path, "cannot be read: \(error.policyReason)")]
      }
      guard bytes.count <= EarlierSetups.maximumBytes else {
        return [unread(path, "is longer than \(EarlierSetups.maximumBytes) bytes; not read")]
      }
      let file = ShellStartFile(bytes, path: path)
      return StartFileHealth(file, path: path, payingNames: payingNames).findings
    }
  }

  private func unread(_ path: String, _ words: String) -> HealthFinding {
    HealthFinding("shell", .note, at: HealthFinding.Place(path), words)
  }

  var shellFindings: [HealthFinding] {
    let environment = input.environment
    let isRouted = input.rawEnvironment["CLAUDE_ROUTE_SAVED"] != nil
    return ShellHealth(
      environment.names.map { ($0, environment[$0] ?? "") },
      isLoginSaved: probe.isLoginSaved,
      payingNames: payingNames,
      routedTo: isRouted ? input.rawEnvironment.shellRoute?.text : nil
    )
    .findings
  }
}
