using System.CommandLine;
using System.CommandLine.Parsing;
using Nca.Cli.Console;
using Nca.Runs;

namespace Nca.Cli;

/// <summary>Runs every command: whatever happens inside, the user sees one line and an exit code.</summary>
internal static class Door
{
    private const string Trace = "NCA_TRACE";

    /// <summary>Runs a command line.</summary>
    /// <returns>The command's exit code; 1 where it failed; that of the signal where it was asked to stop.</returns>
    public static async Task<int> RunAsync(Command root, string[] arguments)
    {
        Terminal.Begin();
        Interruption.Begin();
        InterruptibleWork.Begin();
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            Tell((Exception)unhandled.ExceptionObject);
            Environment.Exit(1);
        };
        var code = 1;
        try
        {
            var parsed = root.Parse(arguments);
            if (parsed.Errors.Count > 0 && arguments.Length > 0)
                System.Console.Error.WriteLine(Describe(FirstOf(parsed), parsed.CommandResult.Command));
            else
                code = await parsed.InvokeAsync(
                    new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                    Interruption.Token
                );
        }
        catch (OperationCanceledException) when (Interruption.ExitCode is not null)
        {
            System.Console.Error.WriteLine("Stopped.");
        }
        catch (Exception error)
        {
            Tell(error);
        }

        return code == 0 ? 0 : Interruption.ExitCode ?? code;
    }

    private static void Tell(Exception error)
    {
        System.Console.Error.WriteLine(Describe(error));
        if (Environment.GetEnvironmentVariable(Trace) is { Length: > 0 })
            System.Console.Error.WriteLine(error);
    }

    private static string Describe(Exception error)
    {
        while (error is AggregateException or TypeInitializationException && error.InnerException is { } inner)
            error = inner;
        var message = error.Message.ReplaceLineEndings(" ").Trim();
        return error switch
        {
            DllNotFoundException => message,
            RunException { Folder: { } folder, IsResumable: true } => $"{message.TrimEnd('.')} with nca train --out {folder} --resume.",
            RunException { Folder: { } folder } => $"{message.TrimEnd('.')}, or train it with nca train --out {folder}.",
            _ when error.GetType().Namespace?.StartsWith(nameof(Nca), StringComparison.Ordinal) == true => message,
            IOException or UnauthorizedAccessException => $"{message.TrimEnd('.')}; make room there or name another place.",
            OutOfMemoryException => "There is not enough memory for this; choose a smaller grid, batch or number of samples.",
            _ => $"nca has a fault ({error.GetType().Name}: {message.TrimEnd('.')}); {Trace}=1 shows where, please report it.",
        };
    }

    // An unknown word tells more than what it leaves missing.
    private static ParseError FirstOf(ParseResult parsed) =>
        parsed.Errors.FirstOrDefault(error =>
            parsed.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal))
        ) ?? parsed.Errors[0];

    private static string Describe(ParseError error, Command command)
    {
        var help = $"{string.Join(' ', PathOf(command))} --help shows what is possible.";
        if (error.SymbolResult is not OptionResult { Tokens: [.., var given] } option)
            return $"{error.Message.ReplaceLineEndings(" ").TrimEnd('.')}; {help}";
        var type = Nullable.GetUnderlyingType(option.Option.ValueType) ?? option.Option.ValueType;
        var allowed =
            type == typeof(int) ? $"a whole number up to {int.MaxValue}"
            : type == typeof(long) ? $"a whole number up to {long.MaxValue}"
            : type == typeof(double) ? "a number with a decimal point"
            : null;
        return allowed is null
            ? $"{error.Message.ReplaceLineEndings(" ").TrimEnd('.')}; {help}"
            : $"{option.Option.Name} {given.Value} is not possible; allowed: {allowed}.";
    }

    private static IEnumerable<string> PathOf(Command command) =>
        [.. command.Parents.OfType<Command>().Take(1).SelectMany(PathOf), command.Name];
}
