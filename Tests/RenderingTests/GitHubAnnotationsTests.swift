import Diagnostics
import Rendering
import Testing

@Suite struct `Annotations for GitHub` {
  @Test func `are one escaped line each`() {
    #expect(
      GitHubAnnotations(DiagnosticSample.all).text == """
        ::error file=.claude-route.yaml,line=9,col=19,endLine=9,endColumn=22,title=unknown-name\
        ::unknown class `docs` in route `docs`\
        %0Ahelp: add it under `classes:`, or write `{class: bulk}`
        ::error file=/home/dev/a b.yaml,line=2,col=12,endLine=2,endColumn=18,title=managed-authority\
        ::`bedrock` is defined by the managed policy and cannot be changed\
        %0Anote: first defined here: /etc/claude-route/policy.yaml:6\
        %0Anote: the managed policy is root's
        ::notice file=-,line=18,col=11,endLine=18,endColumn=11,title=backend-not-here\
        ::backend `litellm-team` is not defined on this machine
        ::warning file=a%2Cb%3Ac%25.yaml,line=3,endLine=4,title=odd::100%25 odd
        ::error title=yaml::the file is empty

        """
    )
  }

  @Test func `hide secrets, and start no second command`() {
    #expect(
      GitHubAnnotations([DiagnosticSample.hostile]).text == """
        ::error file=a\\u{1B}\\n.yaml,line=1,col=1,endLine=1,endColumn=1,title=literal-secret\
        ::key ***********************\\u{1B}[2J\
        %0Anote: key ***********************\\n: b\\r:1\
        %0Ahelp: key ***********************\\u{202E}

        """
    )
  }

  /// A rule of a block ends where the next one begins.
  @Test func `end on the line that a range ends on`() {
    let rule = Diagnostic(
      .warning,
      "missing-reason",
      at: DiagnosticSample.place("p.yaml", from: (3, 5), to: (4, 1)),
      "constraint `x` has no reason"
    )
    #expect(
      GitHubAnnotations([rule]).text == """
        ::warning file=p.yaml,line=3,col=5,endLine=3,title=missing-reason\
        ::constraint `x` has no reason

        """
    )
  }

  @Test func `are empty when there is nothing to say`() {
    #expect(GitHubAnnotations([]).text == "")
  }
}
