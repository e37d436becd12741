using Nca.Analysis.Growth;
using Nca.Analysis.Robustness;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary>How many samples, and how long a run: what every command that measures a certificate is asked.</summary>
internal static class CertificateArguments
{
    private const int LongestRun = 10_000_000;

    /// <summary>Refuses what is out of range.</summary>
    /// <param name="samples">Samples; null for the command's own number.</param>
    /// <param name="until">Steps of the long run.</param>
    /// <exception cref="InvalidConfigException">One is out of range.</exception>
    public static void Require(int? samples, int until)
    {
        if (samples is < 2 or > 10_000)
            throw new InvalidConfigException($"--samples {samples} is not possible; allowed: 2 to 10000.");
        if (until is < Survival.GrownAt or > LongestRun || until % Persistence.Every != 0)
            throw new InvalidConfigException(
                $"--until {until} is not possible; allowed: multiples of {Persistence.Every} from {Survival.GrownAt} to {LongestRun}."
            );
    }
}
