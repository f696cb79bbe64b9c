# For a tap: Formula/claude-route.rb. With each release come the address and checksum of its archive.
class ClaudeRoute < Formula
  desc "Policy-driven task router for Claude Code"
  homepage "https://github.com/ORG/claude-route"
  url "https://github.com/ORG/claude-route/archive/refs/tags/v0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "Apache-2.0"
  head "https://github.com/ORG/claude-route.git", branch: "main"

  depends_on xcode: ["26.0", :build]
  depends_on "libyaml"
  uses_from_macos "swift" => :build

  def install
    system "swift", "build", "--disable-sandbox", "-c", "release", "--product", "claude-route"
    system "swift", "build", "--disable-sandbox", "-c", "release", "--product", "generate-manual"
    bin.install ".build/release/claude-route"
    system ".build/release/generate-manual", bin/"claude-route", "--output-directory", "."
    man1.install "claude-route.1"
    generate_completions_from_executable(bin/"claude-route", "completions")
    pkgshare.install "policies"
  end

  test do
    assert_match "anthropic/", shell_output("#{bin}/claude-route explain --task 'license headers'")
    assert_match version.to_s, shell_output("#{bin}/claude-route --version")
  end
end
