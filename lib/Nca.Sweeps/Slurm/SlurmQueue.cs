using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Nca.Sweeps.Slurm;

/// <summary>What Slurm's own programs say.</summary>
internal static class SlurmQueue
{
    /// <summary>Submits a script.</summary>
    /// <param name="script">Path of the script.</param>
    /// <returns>The job's number.</returns>
    /// <exception cref="SweepException">There is no Slurm here, or it refuses.</exception>
    public static string Submit(string script)
    {
        var (code, output, error) = Run("sbatch", "--parsable", script)
            ?? throw new SweepException("There is no sbatch here; log in to the cluster, or use --write-only and submit the script there.");
        return code == 0
            ? output.Trim().Split(';')[0]
            : throw new SweepException($"sbatch refuses: {error.Trim().ReplaceLineEndings(" ")}");
    }

    /// <summary>How many tasks of a job are in each state, such as <c>RUNNING</c>; null where there is no Slurm.</summary>
    /// <param name="job">The job's number.</param>
    public static IReadOnlyDictionary<string, int>? States(string job)
    {
        if (Run("squeue", "--noheader", "--array", "--format=%T", $"--jobs={job}") is not { } answer)
            return null;

        // A job that has ended is not known any more, which squeue calls an error.
        return answer
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .GroupBy(state => state, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count());
    }

    /// <summary>
    /// Hours of processor time that a job has used, requeued parts included; null where there is no Slurm or it keeps no accounts.
    /// </summary>
    /// <param name="job">The job's number.</param>
    public static double? CoreHours(string job)
    {
        if (
            Run("sacct", "--noheader", "--duplicates", "--allocations", "--format=CPUTimeRAW", "--parsable2", $"--jobs={job}")
            is not
            (0, var output, _)
        )
            return null;
        return output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Sum(line => double.TryParse(line, CultureInfo.InvariantCulture, out var seconds) ? seconds / 3600 : 0);
    }

    private static (int Code, string Output, string Error)? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
