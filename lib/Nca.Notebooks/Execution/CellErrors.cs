using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>Says what went wrong in a cell, with the notebook's own lines.</summary>
internal static partial class CellErrors
{
    private const string Packages =
        ". Packages are not fetched here: #r takes the path of a .dll (build a project that references the package); "
        + "#r \"nuget:…\" works in VS Code and Jupyter.";

    private const string MagicCommands = "#!who, #!whos, #!set, #!share";

    /// <summary>What the kernel itself refuses, before it compiles.</summary>
    public static string Describe(string message, NotebookCell cell, NotebookLines lines)
    {
        if (UnknownCommand().Match(message) is not { Success: true } match)
            return lines.Place(cell, "", message.Split('\n')[0]);
        var headers = string.Join(", ", NotebookDocument.Headers);
        return lines.Place(
            cell,
            match.Value,
            $"{match.Value} is not known here. A cell begins with one of {headers}, alone on its line; "
                + $"within a cell there are {MagicCommands}."
        );
    }

    /// <summary>What a cell threw, or why it did not compile.</summary>
    public static string Describe(Exception error, NotebookLines lines)
    {
        if (error is CodeSubmissionCompilationErrorException { InnerException: { } inside })
            error = inside;
        if (error is CompilationErrorException compilation)
            return string.Join(
                '\n',
                compilation.Diagnostics.Select(diagnostic =>
                {
                    var place = diagnostic.Location.GetMappedLineSpan();
                    var (line, column) = (place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1);
                    var message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
                    if (message.Contains("nuget:", StringComparison.Ordinal))
                        message += Packages;
                    return $"{lines.Name}:{line}:{column}: {diagnostic.Id} {message}";
                })
            );

        while (
            error is AggregateException or System.Reflection.TargetInvocationException or TypeInitializationException
            && error.InnerException is { } inner
        )
            error = inner;
        var text = new StringBuilder();
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames();
        var own = frames.Where(frame => lines.Own(frame.GetFileName())).ToArray();
        if (own.Length > 0)
            text.Append($"{lines.Name}:{own[0].GetFileLineNumber()}:{Math.Max(1, own[0].GetFileColumnNumber())}: ");

        // To stop is a wish and no mistake: its message says all there is.
        if (error is OperationCanceledException)
            return text.Append(error.Message).ToString();
        text.Append($"{error.GetType().Name}: {error.Message}");
        foreach (var frame in own.Skip(1))
            text.Append($"\n  called at {lines.Name}:{frame.GetFileLineNumber()}");
        return text.ToString();
    }

    [GeneratedRegex("(?<=DNI101.*')#![^' ]*")]
    private static partial Regex UnknownCommand();
}
