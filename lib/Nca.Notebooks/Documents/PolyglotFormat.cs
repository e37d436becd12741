using System.Text;
using Microsoft.DotNet.Interactive.Documents;

namespace Nca.Notebooks.Documents;

/// <summary>A .dib file as VS Code and the released kernel read and write it.</summary>
internal static class PolyglotFormat
{
    /// <summary>The languages that the released tool knows, as it lists them in <c>#!meta</c> whenever it saves a notebook.</summary>
    public static KernelInfoCollection Kernels() =>
        [
            new("csharp", "C#", ["c#", "cs"]),
            new("fsharp", "F#", ["f#", "fs"]),
            new("html", "HTML"),
            new("http", "HTTP"),
            new("javascript", "JavaScript", ["js"]),
            new("mermaid", "Mermaid"),
            new("pwsh", "PowerShell", ["powershell"]),
            new("value"),
        ];

    /// <summary>Reads a .dib file.</summary>
    public static InteractiveDocument Read(string text) => CodeSubmission.Parse(text, Kernels());

    /// <summary>The text of a .dib file.</summary>
    public static string Write(InteractiveDocument document)
    {
        using var stream = new MemoryStream();
        CodeSubmission.Write(document, stream, Kernels());
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
