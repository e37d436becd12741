using System.Security.Cryptography;
using System.Text;
using Nca.Targets;
using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// What makes two trainings the same: every hyperparameter with the seed, the target's canvas, and the engine's arithmetic.
/// </summary>
internal static class RunIdentity
{
    private const int ShortLength = 12;

    /// <summary>The identity: SHA-256 in lower-case hexadecimal. Threads, machine and date do not enter.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">What grows.</param>
    /// <param name="arithmetic">The engine's <see cref="Engines.IRolloutEngine.Arithmetic"/>.</param>
    public static string Of(TrainingConfig config, Target target, string arithmetic)
    {
        ArgumentNullException.ThrowIfNull(target);
        var text = $"{TrainingConfigFields.AlteredToJson(config).ToJsonString()}\n{target.Fingerprint}\n{arithmetic}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Name of a run's folder: the target's name and the beginning of the identity.</summary>
    /// <param name="target">What grows.</param>
    /// <param name="identity">The identity.</param>
    public static string FolderName(Target target, string identity)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(identity);
        var name = new string([.. target.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '-')]);
        return $"{name}-{identity[..ShortLength]}";
    }
}
