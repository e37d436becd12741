using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nca.Notebooks.Tests;

/// <summary>What the project tells VS Code about itself.</summary>
public sealed class EditorFilesTests
{
    private static readonly string[] Extensions = ["ms-dotnettools.dotnet-interactive-vscode", "ms-toolsai.jupyter"];

    [Fact]
    public void Both_ways_to_open_the_project_recommend_the_same_extensions()
    {
        Assert.Equal(Extensions, Texts(Read(".vscode", "extensions.json")["recommendations"]));
        Assert.Equal(Extensions, Texts(Read(".devcontainer", "devcontainer.json")["customizations"]!["vscode"]!["extensions"]));
    }

    [Fact]
    public void Long_lines_wrap_and_what_a_build_leaves_is_hidden()
    {
        var settings = Read(".vscode", "settings.json");
        Assert.True((bool)settings["notebook.output.wordWrap"]!);
        Assert.Equal("on", (string?)settings["notebook.editorOptionsCustomizations"]!["editor.wordWrap"]);
        foreach (var folder in new[] { "**/bin", "**/obj" })
            Assert.True((bool)settings["files.exclude"]![folder]!);
    }

    [Fact]
    public async Task Every_task_names_a_command_that_there_is()
    {
        var tasks = Read(".vscode", "tasks.json")["tasks"]!.AsArray();
        Assert.Single(tasks, task => task!["group"] is JsonObject group && (bool)group["isDefault"]! && (string?)group["kind"] == "build");
        Assert.Contains(tasks, task => Texts(task!["args"]).Last() == "${file}");
        foreach (var task in tasks)
        {
            Assert.Equal("dotnet", (string?)task!["command"]);
            var words = Texts(task["args"]).ToArray();
            if (words[0] == "build")
            {
                Assert.True(File.Exists(ProjectFolder.Of(words[1])), words[1]);
                continue;
            }

            Assert.Equal(["run", "--project"], words[..2]);
            Assert.True(Directory.Exists(ProjectFolder.Of(words[2])), words[2]);
            var own = words[(Array.IndexOf(words, "--") + 1)..].Select(word => word.Replace("${file}", Project.Notebooks[0]));
            await RequireUnderstoodAsync([.. own, "--help"]);
        }
    }

    [Fact]
    public void The_container_has_the_SDK_that_the_project_asks_for()
    {
        var asked = Version.Parse((string)Read("global.json")["sdk"]!["version"]!);
        Assert.EndsWith($"dotnet/sdk:{asked.Major}.{asked.Minor}", (string?)Read(".devcontainer", "devcontainer.json")["image"]);
    }

    // The program of this very build.
    private static async Task RequireUnderstoodAsync(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
    }

    // VS Code and containers' tools read comments, and nothing else that JSON has not.
    private static JsonNode Read(params string[] path) =>
        JsonNode.Parse(
            File.ReadAllText(ProjectFolder.Of(path)),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }
        )!;

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(text => (string)text!);
}
