/// The commented policy that `init --repository` writes: what a repository may say.
package struct RepositoryStarter: Sendable {
  /// A whole file of YAML.
  package let text: String

  /// `name` is the repository's folder; what is neither a letter nor a digit becomes a hyphen.
  package init(name: String) {
    let name = String(
      name.map { $0.isLetter || $0.isNumber || " -_.".contains($0) ? $0 : Character("-") }
    )
    text =
      """
      # yaml-language-server: $schema=./.claude-route.schema.json
      # By the line above an editor checks this file, once the schema lies beside it:
      # `claude-route schema > .claude-route.schema.json`
      #
      # What this repository prefers and forbids. Backends, keys and model ids stay with each person.
      # What stands behind a `#` without a space is an example. Then: `claude-route check`.
      version: 1
      name: \(YAMLText.scalar(name.isEmpty ? "root" : name))
      # Attributes of the whole project: `cost-sensitive`, `compliance-aws`, `compliance-gcp`.
      #labels: [cost-sensitive]
      # What tasks are, by their files and words.
      #classes:
      #  bulk: {signals: [{every-path: ["docs/**", "fixtures/**"]}]}
      #  production: {signals: [{any-path: ["migrations/**"]}]}
      # Preferences; a backend that somebody does not have is passed over.
      #routes:
      #  - {name: docs, when: {class: bulk}, to: [openrouter/haiku, anthropic/haiku]}
      # Obligations; each person's own hold as well.
      #constraints:
      #  - name: releases-go-to-nobody-else
      #    when: {fact: branch, matches: "release/**"}
      #    forbid: {trust: [third-party]}
      #    reason: what ships is not done through a gateway
      #tests:
      #  - name: migrations are production
      #    task: rename a column
      #    files: [migrations/1.sql]
      #    expect: anthropic

      """
  }
}
