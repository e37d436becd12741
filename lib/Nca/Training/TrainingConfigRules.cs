using System.Globalization;
using System.Numerics;

namespace Nca.Training;

/// <summary>The allowed range of every field of <see cref="TrainingConfig"/>.</summary>
public static class TrainingConfigRules
{
    /// <summary>The config, after checking every field.</summary>
    /// <param name="config">The config.</param>
    /// <exception cref="InvalidConfigException">A field is out of range; the message names field, value and allowed range.</exception>
    public static TrainingConfig Validated(this TrainingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Within(config.Channels, 4, 256, nameof(config.Channels));
        Within(config.Hidden, 1, 4096, nameof(config.Hidden));
        AboveUpTo(config.FireRate, 0, 1, nameof(config.FireRate));
        Within(config.FireRateMaximum, 0, 1, nameof(config.FireRateMaximum));
        if (config.FireRateMaximum > 0)
            AboveUpTo(
                config.FireRateMinimum,
                0,
                config.FireRateMaximum,
                nameof(config.FireRateMinimum),
                $" ({nameof(config.FireRateMaximum)})"
            );
        else
            Within(config.FireRateMinimum, 0, 0, nameof(config.FireRateMinimum), $" where {nameof(config.FireRateMaximum)} is 0");
        AboveUpTo(config.SobelScale, 0, 1, nameof(config.SobelScale));
        Within(config.Steps, 1, 10_000_000, nameof(config.Steps));
        Within(config.PoolSize, 1, 65_536, nameof(config.PoolSize));
        Within(config.BatchSize, 1, config.PoolSize, nameof(config.BatchSize), $" ({nameof(config.PoolSize)})");
        Within(config.RolloutStart, 1, 4096, nameof(config.RolloutStart));
        Within(config.RolloutGrowth, 0, 4096, nameof(config.RolloutGrowth));
        Within(config.GrowthFrequency, 1, int.MaxValue, nameof(config.GrowthFrequency));
        Within(config.RolloutCap, 1, 4096, nameof(config.RolloutCap));
        Within(config.RolloutMinimum, 0, config.RolloutCap, nameof(config.RolloutMinimum), $" ({nameof(config.RolloutCap)})");
        Within(config.GradientSteps, 0, 4096, nameof(config.GradientSteps));
        AboveUpTo(config.LearningRate, 0, 1, nameof(config.LearningRate));
        AboveUpTo(config.LearningRateDecay, 0, 1, nameof(config.LearningRateDecay));
        Within(config.FirstDecay, 0, 1, nameof(config.FirstDecay));
        Within(config.SecondDecay, config.FirstDecay, 1, nameof(config.SecondDecay));
        WithinBelow(config.WarmUp, 0, 1, nameof(config.WarmUp));
        Within(config.FinalLearningRate, 0, 1, nameof(config.FinalLearningRate));
        WithinBelow(config.WeightAverage, 0, 1, nameof(config.WeightAverage));
        AboveUpTo(config.ClipNorm, 0, 1e6, nameof(config.ClipNorm));
        Within(config.Reseeded, 1, config.BatchSize, nameof(config.Reseeded), $" ({nameof(config.BatchSize)})");
        AboveUpTo(config.ReseedChance, 0, 1, nameof(config.ReseedChance));
        var (most, note) =
            config.ReseedChance < 1
                ? (config.BatchSize, nameof(config.BatchSize))
                : (config.BatchSize - config.Reseeded, $"{nameof(config.BatchSize)} − {nameof(config.Reseeded)}");
        Within(config.Damage, 0, most, nameof(config.Damage), $" ({note})");
        AboveUpTo(config.DamageChance, 0, 1, nameof(config.DamageChance));
        Within(config.DamageFrom, 0, 1, nameof(config.DamageFrom));
        AboveUpTo(config.DamageRadiusMinimum, 0, 1, nameof(config.DamageRadiusMinimum));
        Within(config.DamageRadiusMaximum, config.DamageRadiusMinimum, 2, nameof(config.DamageRadiusMaximum));
        Within(config.DamageSpread, 0, 1, nameof(config.DamageSpread));
        Within(config.DamageCentred, 0, 1, nameof(config.DamageCentred));
        Within(config.DamageRemnant, 0, 1, nameof(config.DamageRemnant));
        if (config.ReseedPolicy == ReseedPolicy.ReseededBefore)
            Within(config.DamageWhileGrowing, 0, 1, nameof(config.DamageWhileGrowing));
        else
            Within(
                config.DamageWhileGrowing,
                0,
                0,
                nameof(config.DamageWhileGrowing),
                $" unless ReseedPolicy = {ReseedPolicy.ReseededBefore}"
            );
        Within(config.OverflowPenalty, 0, 1e6, nameof(config.OverflowPenalty));
        AboveUpTo(config.OverflowLimit, 0, 1e6, nameof(config.OverflowLimit));
        if (config.StartFrom is null || (config.StartFrom.Length > 0 && !IsIdentity(config.StartFrom)))
            throw Refuse(nameof(config.StartFrom), config.StartFrom ?? "null", "a run's identity, 64 hexadecimal digits, or nothing");
        Defined(config.Perception, nameof(config.Perception));
        Defined(config.Masking, nameof(config.Masking));
        Defined(config.AlphaMode, nameof(config.AlphaMode));
        Defined(config.LearningRateShape, nameof(config.LearningRateShape));
        Defined(config.Optimiser, nameof(config.Optimiser));
        Defined(config.GradientControl, nameof(config.GradientControl));
        Defined(config.ReseedPolicy, nameof(config.ReseedPolicy));
        Defined(config.DamageShape, nameof(config.DamageShape));
        return config;
    }

    private static bool IsIdentity(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static void Within<T>(T value, T low, T high, string field, string note = "")
        where T : INumber<T>
    {
        if (!(value >= low && value <= high))
            throw Refuse(field, value, $"{Text(low)} to {Text(high)}{note}");
    }

    private static void WithinBelow(double value, double low, double high, string field)
    {
        if (!(value >= low && value < high))
            throw Refuse(field, value, $"{Text(low)} up to below {Text(high)}");
    }

    private static void AboveUpTo(double value, double low, double high, string field, string note = "")
    {
        if (!(value > low && value <= high))
            throw Refuse(field, value, $"above {Text(low)} up to {Text(high)}{note}");
    }

    private static void Defined<T>(T value, string field)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Refuse(field, value, string.Join(", ", Enum.GetNames<T>()));
    }

    private static InvalidConfigException Refuse(string field, object value, string allowed) =>
        new($"{field} = {Text(value)} is not possible; allowed: {allowed}.");

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
