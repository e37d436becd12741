using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;

namespace Nca.Notebooks.Execution;

/// <summary>Says what went wrong in a cell, with the notebook's own lines.</summary>
internal static class CellErrors
{
    public static string Describe(Exception error, string file)
    {
        if (error is CompilationErrorException compilation)
            return string.Join(
                '\n',
                compilation.Diagnostics.Select(diagnostic =>
                {
                    var place = diagnostic.Location.GetMappedLineSpan();
                    return $"{Path.GetFileName(file)}:{place.StartLinePosition.Line + 1}:{place.StartLinePosition.Character + 1}: {diagnostic.Id} {diagnostic.GetMessage()}";
                })
            );

        while (
            error is AggregateException or System.Reflection.TargetInvocationException or TypeInitializationException
            && error.InnerException is { } inner
        )
            error = inner;
        var text = new StringBuilder();
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames();
        var own = frames.Where(frame => frame.GetFileName() is { } source && Path.GetFileName(source) == Path.GetFileName(file)).ToArray();
        if (own.Length > 0)
            text.Append($"{Path.GetFileName(file)}:{own[0].GetFileLineNumber()}:{Math.Max(1, own[0].GetFileColumnNumber())}: ");

        // To stop is a wish and no mistake: its message says all there is.
        if (error is OperationCanceledException)
            return text.Append(error.Message).ToString();
        text.Append($"{error.GetType().Name}: {error.Message}");
        foreach (var frame in own.Skip(1))
            text.Append($"\n  called at {Path.GetFileName(file)}:{frame.GetFileLineNumber()}");
        return text.ToString();
    }
}
